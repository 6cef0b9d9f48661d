// SPDX-License-Identifier: GPL-3.0-or-later
// Walking component by component.
#include "core/machine/below.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace cairn::machine {

namespace {

std::vector<std::string> components_of(const std::string& path) {
  std::vector<std::string> components;
  for (std::size_t begin = 0; begin < path.size();) {
    std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) components.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return components;
}

Fd folder_of(int root, const std::vector<std::string>& components, std::size_t count) {
  Fd folder = open_directory_at(root, ".");
  for (std::size_t i = 0; i < count; ++i) folder = make_directory_at(folder.get(), components[i]);
  return folder;
}

}  // namespace

Fd make_folder_below(int root, const std::string& path) {
  return with_context(fmt::format("cannot make the folder {}", path), [&] {
    std::vector<std::string> components = components_of(path);
    return folder_of(root, components, components.size());
  });
}

Place place_below(int root, const std::string& path) {
  std::vector<std::string> components = components_of(path);
  if (components.empty()) throw Error("{} has no name", path);
  Fd folder = folder_of(root, components, components.size() - 1);
  return {std::move(folder), components.back()};
}

Fd open_item_below(int root, const std::string& path) {
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC;
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  long fd = syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
  return Fd(static_cast<int>(checked(fd, "cannot open {}", path)));
}

bool is_mounted(int folder, const std::string& name) {
  struct statx status {};
  constexpr int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
  return statx(folder, name.c_str(), flags, 0, &status) == 0 &&
         (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

void set_ownership(int fd, uid_t owner, gid_t group, mode_t mode, const std::string& what) {
  struct stat status {};
  checked(fstat(fd, &status), "cannot look at {}", what);
  bool is_owned = status.st_uid == owner && status.st_gid == group;
  if (is_owned && (status.st_mode & 07777) == mode) return;
  if (!is_owned) {
    // Neither the old owner nor the new one may use what the other one can, meanwhile.
    checked(fchmod(fd, 0), "cannot close {}", what);
    checked(fchown(fd, owner, group), "cannot give {} to its owner", what);
  }
  checked(fchmod(fd, mode), "cannot set the mode of {}", what);
}

}  // namespace cairn::machine
