// SPDX-License-Identifier: GPL-3.0-or-later
// What root makes in the folder of another user is that user's, who else could neither work there
// nor delete it.
#pragma once

namespace cairn {

// Whether this process is root, and the folder that is open as FOLDER another user's.
bool is_foreign_to_root(int folder);

// Give what is open as MADE, and was just made by us, to the owner of FOLDER where that is foreign
// to root. Where a file system refuses it stays root's.
void hand_over(int folder, int made);

}  // namespace cairn
