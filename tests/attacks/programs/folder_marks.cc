// SPDX-License-Identifier: GPL-3.0-or-later
// Beyond the list: what a folder keeps when all its entries are gone.
#include "tests/attacks/programs/attack.hh"

#include <cstdint>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace cairn::attack {

namespace {

long add_flag(int folder) {
  int flags = 0;
  if (ioctl(folder, FS_IOC_GETFLAGS, &flags) < 0) return -1;
  flags |= FS_NODUMP_FL;
  return ioctl(folder, FS_IOC_SETFLAGS, &flags);
}

long add_extended_flag(int folder) {
  fsxattr attributes{};
  if (ioctl(folder, FS_IOC_FSGETXATTR, &attributes) < 0) return -1;
  attributes.fsx_xflags |= FS_XFLAG_NOATIME;
  return ioctl(folder, FS_IOC_FSSETXATTR, &attributes);
}

long set_generation(int folder) {
  long generation = 4711;
  return ioctl(folder, FS_IOC_SETVERSION, &generation);
}

// "WHAT: not here" on a file system that has no such mark, or lets nobody set it.
void tell_if_any(std::string_view what, long result) {
  bool is_unknown = result < 0 && (errno == ENOTTY || errno == EOPNOTSUPP);
  is_unknown ? tell(what, "not here") : tell(what, result);
}

}  // namespace

int mark_folder(Arguments arguments) {
  int folder = open(arguments[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return tell("open", folder), 1;
  tell("mode", fchmod(folder, 0701));
  tell("owner", fchown(folder, geteuid(), getegid()));
  timespec times[2] = {{4711, 0}, {4711, 0}};
  tell("times", futimens(folder, times));
  tell_if_any("flag", add_flag(folder));
  tell_if_any("extended flag", add_extended_flag(folder));
  tell_if_any("generation", set_generation(folder));
  tell_if_any("attribute", fsetxattr(folder, "user.word", "1", 1, 0));
  return 0;
}

}  // namespace cairn::attack
