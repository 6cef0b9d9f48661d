// SPDX-License-Identifier: GPL-3.0-or-later
// The users of a machine in a container, and which users they are outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace cairn::machine {

constexpr unsigned container_users = 65536;

// COUNT numbers from FIRST on, outside.
struct IdRange {
  unsigned first;
  unsigned count;
  auto operator<=>(const IdRange&) const = default;
};

// What a file like /etc/subuid (subuid(5)) allows the user NAME with the number ID: the first range
// that is large enough.
std::optional<IdRange> range_in(std::string_view file, std::string_view name, uid_t id);

// Make the users of the user namespace that PROCESS has just made: as root those of a range of
// their own, so that root inside is nobody outside; else we are root inside, and newuidmap and
// newgidmap give the others what /etc/subuid and /etc/subgid allow. Throws with a hint when they do
// not.
void map_users(pid_t process);

// Who owns what root owns inside.
uid_t root_outside();

}  // namespace cairn::machine
