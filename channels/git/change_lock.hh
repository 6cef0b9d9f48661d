// SPDX-License-Identifier: GPL-3.0-or-later
// ChangeLock: held by whoever changes a repository that is ours. libgit2 and git lock each file
// that they replace by a file beside it, NAME.lock, which stays when they are killed; who holds
// this lock takes such leftovers away.
#pragma once

#include "core/base/fd.hh"
#include "core/base/lock.hh"

#include <string>

namespace cairn {

class ChangeLock {
 public:
  // Wait for the lock of the git folder FOLDER.
  explicit ChangeLock(const std::string& folder);

  // Make sure that nothing keeps the file NAME ("refs/heads/main") locked: wait for a git that is
  // at work there, and delete the lock of one that was killed.
  void free_file(const std::string& name);

  // Delete all in the folder but this lock: what is left of a repository that was half made.
  void clear();

 private:
  Fd folder_;
  FileLock lock_;
};

}  // namespace cairn
