// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of one process.
#include "core/base/private_folder.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/random_name.hh"

#include <fcntl.h>
#include <unistd.h>

namespace cairn {

namespace {

// The lock lies beside the folder, so that deleting the folder does not need the lock's file.
constexpr std::string_view lock_suffix = ".lock";

Fd private_directory(const std::string& path) {
  make_directories(path);
  Fd fd = open_directory(path);
  checked(fchmod(fd.get(), 0700), "cannot close the folder {} to others", path);
  return fd;
}

}  // namespace

PrivateFolder::PrivateFolder(const std::string& parent)
    : parent_(private_directory(parent)),
      name_(random_name()),
      path_(parent + "/" + name_),
      lock_(FileLock::wait(parent_.get(), name_ + std::string(lock_suffix), LockKind::exclusive)),
      folder_(make_directory_at(parent_.get(), name_, 0700)) {}

PrivateFolder::~PrivateFolder() {
  try {
    remove_tree_at(parent_.get(), name_);
    unlinkat(parent_.get(), (name_ + std::string(lock_suffix)).c_str(), 0);
  } catch (const Error&) {
    // The next owner tries again.
  }
}

std::string PrivateFolder::fresh_name() {
  return fmt::format("{}", counter_++);
}

void PrivateFolder::discard(const std::string& name) noexcept {
  try {
    remove_tree_at(folder_.get(), name);
  } catch (const Error&) {
  }
}

void clean_private_folders(const std::string& parent) {
  Fd fd(open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd && errno == ENOENT) return;
  if (!fd) throw errno_error("cannot open the folder {}", parent);
  for (const std::string& entry : list_directory(fd.get())) {
    if (!entry.ends_with(lock_suffix)) continue;
    auto lock = FileLock::try_now(fd.get(), entry, LockKind::exclusive);
    if (!lock) continue;
    try {
      remove_tree_at(fd.get(), entry.substr(0, entry.size() - lock_suffix.size()));
      unlinkat(fd.get(), entry.c_str(), 0);
    } catch (const Error&) {
      // A file that is protected, or of another user, must not keep everybody from working.
    }
  }
}

}  // namespace cairn
