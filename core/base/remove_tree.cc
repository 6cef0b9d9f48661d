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

struct Removal {
  dev_t device;
  Freed freed;

  void remove(int directory, const std::string& name) {
    struct stat status {};
    if (fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0) {
      if (errno == ENOENT) return;
      throw errno_error("cannot look at {}", name);
    }
    if (S_ISDIR(status.st_mode)) {
      remove_children(directory, name);
      unlink(directory, name, AT_REMOVEDIR);
    } else {
      unlink(directory, name, 0);
    }
    if (S_ISDIR(status.st_mode) || status.st_nlink == 1) {
      freed.bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
    }
    ++freed.files;
  }

  void remove_children(int directory, const std::string& name) {
    Fd fd = open_for_removal(directory, name);
    // Somebody put another thing here meanwhile: unlink below then takes that thing itself.
    if (!fd && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) return;
    if (!fd) throw errno_error("cannot open the folder {} to delete it", name);
    struct stat status {};
    checked(fstat(fd.get(), &status), "cannot look at {}", name);
    if (status.st_dev != device) throw Error("{} is a mount point and is not deleted", name);
    if ((status.st_mode & S_IRWXU) != S_IRWXU) fchmod(fd.get(), 0700);
    for (const std::string& child : list_directory(fd.get())) remove(fd.get(), child);
  }

  void unlink(int directory, const std::string& name, int flag) {
    if (unlinkat(directory, name.c_str(), flag) == 0 || errno == ENOENT) return;
    // A swap between looking and deleting: a folder where a file was, or the other way round.
    bool swapped = errno == EISDIR || errno == ENOTDIR || errno == ENOTEMPTY;
    if (swapped && unlinkat(directory, name.c_str(), flag ^ AT_REMOVEDIR) == 0) return;
    throw errno_error("cannot delete {}", name);
  }
};

}  // namespace

Freed remove_tree_at(int directory, const std::string& name) {
  struct stat status {};
  if (fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0) {
    if (errno == ENOENT) return {};
    throw errno_error("cannot look at {}", name);
  }
  Removal removal{status.st_dev, {}};
  removal.remove(directory, name);
  return removal.freed;
}

}  // namespace cairn
