// SPDX-License-Identifier: GPL-3.0-or-later
// Whose a store is: what root puts into that of somebody else its owner could not delete, nor
// change the modes of.
#pragma once

#include <string_view>
#include <sys/types.h>

namespace cairn {

// The user whom the folder belongs to that is open as FOLDER.
uid_t owner_of(int folder);

// Throws where root would make in FOLDER, the store's or its state's, what belongs to another user
// than the folder does. Where a file system gives all to one user nothing is wrong. TRIED is what
// cannot be done then.
void check_owner(int folder, std::string_view tried);

}  // namespace cairn
