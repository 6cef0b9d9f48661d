// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of users and groups, as settings have them.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn::server {

// Whether one of NAMES means USER, whose first group is GROUP: their name, "@" and the name of a
// group that they are in, or "*". Names that the machine does not know mean nobody.
bool is_named(const std::vector<std::string>& names, uid_t user, gid_t group);

}  // namespace cairn::server
