// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of one process.
#include "core/base/private_folder.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/hand_over.hh"
#include "core/base/random_name.hh"

#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

// The lock lies beside the folder, so that deleting the folder does not need the lock's file.
constexpr std::string_view lock_suffix = ".lock";

Fd make_private_at(int parent, const std::string& name) {
  bool is_ours = mkdirat(parent, name.c_str(), 0700) == 0;
  if (!is_ours && errno != EEXIST) throw errno_error("cannot make the folder {}", name);
  Fd made = open_directory_at(parent, name);
  if (is_ours) hand_over(parent, made.get());
  return made;
}

Fd private_directory(const std::string& path) {
  std::filesystem::path whole(path);
  make_directories(whole.parent_path().string());
  if (access(path.c_str(), F_OK) != 0) {
    make_private_at(open_directory(whole.parent_path().string()).get(), whole.filename().string());
  }
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
      folder_(make_private_at(parent_.get(), name_)) {}

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
