// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting a tree by descriptors: nothing outside it can be reached, whatever is swapped meanwhile.
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

// A folder that we own but may not enter is opened without rights, then given them.
Fd open_for_removal(int directory, const std::string& name) {
  int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  Fd fd(openat(directory, name.c_str(), flags));
  if (fd || errno != EACCES) return fd;
  Fd handle(openat(directory, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!handle) return handle;
  std::string self = fmt::format("/proc/self/fd/{}", handle.get());
  chmod(self.c_str(), 0700);
  return Fd(open(self.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

// Folders deeper than this are moved up before they are emptied: a descriptor a level must not run
// out, however deep somebody nested them.
constexpr unsigned depth_limit = 64;

class Removal {
 public:
  explicit Removal(dev_t device) : device_(device) {}

  Freed remove_tree(int directory, const std::string& name) {
    remove(directory, name, 0);
    return freed_;
  }

 private:
  void remove(int directory, const std::string& name, unsigned depth) {
    auto status = status_at(directory, name);
    if (!status) return;
    bool is_folder = S_ISDIR(status->st_mode);
    std::uint64_t size = static_cast<std::uint64_t>(status->st_blocks) * 512;
    if (is_folder || status->st_nlink == 1) freed_.bytes += size;
    if (!is_folder && status->st_nlink == 2) freed_.one_name_left += size;
    ++freed_.files;
    // Most folders are empty by the time that they go, and need not be opened.
    if (is_folder && unlinkat(directory, name.c_str(), AT_REMOVEDIR) == 0) return;
    if (is_folder && depth > depth_limit && move_up(directory, name)) return;
    if (is_folder) empty(directory, name, depth);
    unlink(directory, name, is_folder ? AT_REMOVEDIR : 0);
  }

  void empty(int directory, const std::string& name, unsigned depth) {
    Fd fd = open_for_removal(directory, name);
    // Somebody put another thing here meanwhile: unlink then takes that thing itself.
    if (!fd && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) return;
    if (!fd) throw errno_error("cannot open the folder {} to delete it", name);
    struct stat status {};
    checked(fstat(fd.get(), &status), "cannot look at {}", name);
    if (status.st_dev != device_) throw Error("{} is a mount point and is not deleted", name);
    if ((status.st_mode & S_IRWXU) != S_IRWXU) fchmod(fd.get(), 0700);
    if (depth == 0) top_ = fd.get();
    // At the top more may have come up from the deep meanwhile.
    do {
      for (const std::string& child : list_directory(fd.get())) remove(fd.get(), child, depth + 1);
    } while (depth == 0 && std::exchange(moved_, false));
  }

  bool move_up(int directory, const std::string& name) {
    // A folder can be moved only by who may write into it.
    Fd fd = open_for_removal(directory, name);
    if (!fd) return false;
    fchmod(fd.get(), 0700);
    std::string fresh = fmt::format(".deep-{}", count_++);
    if (renameat(directory, name.c_str(), top_, fresh.c_str()) < 0) return false;
    --freed_.files;  // it is counted when it comes up
    moved_ = true;
    return true;
  }

  void unlink(int directory, const std::string& name, int flag) {
    if (unlinkat(directory, name.c_str(), flag) == 0 || errno == ENOENT) return;
    // A swap between looking and deleting: a folder where a file was, or the other way round.
    Error error = errno_error("cannot delete {}", name);
    bool swapped = errno == EISDIR || errno == ENOTDIR || errno == ENOTEMPTY;
    if (swapped && unlinkat(directory, name.c_str(), flag ^ AT_REMOVEDIR) == 0) return;
    throw error;
  }

  dev_t device_;
  Freed freed_{};
  int top_ = -1;  // the root of the tree, while it is open
  bool moved_ = false;
  unsigned count_ = 0;
};

}  // namespace

Freed remove_tree_at(int directory, const std::string& name) {
  auto status = status_at(directory, name);
  if (!status) return {};
  return Removal(status->st_dev).remove_tree(directory, name);
}

}  // namespace cairn
