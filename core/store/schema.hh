// SPDX-License-Identifier: GPL-3.0-or-later
// The database as a file: made, recognized, set up.
#pragma once

#include "core/base/lock.hh"
#include "core/store/statement.hh"

#include <string>

namespace cairn {

// Held while the database in a folder is opened, and exclusively by who puts another folder in its
// place: nobody opens files of both.
struct OpeningLock {
  OpeningLock(const std::string& path, LockKind kind);

  Fd folder;  // the one that PATH names while the lock is held
  FileLock lock;
};

// The database in FOLDER, both made when absent. Throws with a hint when it is damaged or of a
// foreign schema.
DatabaseFile open_database(const std::string& folder);

}  // namespace cairn
