// SPDX-License-Identifier: GPL-3.0-or-later
// PrivateFolder: a folder that belongs to this process, mode 0700, gone when the process ends. The
// owner holds a lock, so that whoever comes next can tell a dead owner's folder and delete it.
#pragma once

#include "core/base/fd.hh"
#include "core/base/lock.hh"

#include <string>

namespace cairn {

class PrivateFolder {
 public:
  // Make PARENT/PID-RANDOM; PARENT is made when absent, with mode 0700.
  explicit PrivateFolder(const std::string& parent);
  ~PrivateFolder();
  PrivateFolder(PrivateFolder&&) = delete;

  int fd() const { return folder_.get(); }
  const std::string& path() const { return path_; }
  // A name that nothing in the folder has had before.
  std::string fresh_name();
  // Delete NAME if it is there; what cannot be deleted goes with the folder.
  void discard(const std::string& name) noexcept;

 private:
  Fd parent_;
  std::string name_;
  std::string path_;
  FileLock lock_;
  Fd folder_;
  unsigned counter_ = 0;
};

// Delete the folders below PARENT whose owners died; what cannot be deleted stays. PARENT may be
// absent.
void clean_private_folders(const std::string& parent);

}  // namespace cairn
