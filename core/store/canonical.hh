// SPDX-License-Identifier: GPL-3.0-or-later
// The canonical form of items on disk: modes 0444 and 0555, time 1, the store's owner, no extended
// attributes; files, folders and links only.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn {

// How NAME in DIRECTORY is not canonical: a clause each, "share/x has mode 644"; at most ten.
// Items of a store belong to OWNER.
std::vector<std::string> canonical_problems(int directory, const std::string& name, uid_t owner);

}  // namespace cairn
