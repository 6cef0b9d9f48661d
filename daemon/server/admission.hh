// SPDX-License-Identifier: GPL-3.0-or-later
// Admission: whether one more client is served. No user can shut out the others, and all together
// cannot shut out whom the engine belongs to.
#pragma once

#include <cstddef>

namespace cairn::server {

constexpr std::size_t sessions_limit = 550;  // who comes then waits until one ends
constexpr std::size_t strangers_limit = 500;
constexpr std::size_t user_limit = 400;

struct Load {
  std::size_t all;      // sessions that run
  std::size_t of_user;  // those of the user who comes
};

// To refuse is to say why; to close takes no process.
enum class Admission { serve, refuse, close };

// What happens to one who comes; IS_OURS of root and of the user that the engine runs as.
Admission admission(bool is_ours, const Load& load);

}  // namespace cairn::server
