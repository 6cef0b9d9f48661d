// SPDX-License-Identifier: GPL-3.0-or-later
// Lock files that processes left which were killed.
#pragma once

#include <string>

namespace cairn {

// Delete the files NAME.lock in FOLDER that nobody holds locked. Whoever is about to lock one finds
// that it is gone, and makes it anew, as FileLock does. Nothing where there is no such folder.
void delete_unheld_locks(const std::string& folder);

}  // namespace cairn
