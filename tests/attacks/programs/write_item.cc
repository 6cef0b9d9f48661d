// SPDX-License-Identifier: GPL-3.0-or-later
// Beyond the list: changing a store item that is an input, by every path and every mount.
#include "tests/attacks/programs/attack.hh"
#include "tests/attacks/programs/nested.hh"

#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cairn::attack {

namespace {

constexpr long open_tree_attr_number = 467;

void try_open(const char* what, const std::string& path) {
  int fd = open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd >= 0) static_cast<void>(!write(fd, "rewritten", 9));
  tell(what, fd);
}

void by_paths(const std::string& file) {
  try_open("open", file);
  try_open("open below our root", "/proc/self/root" + file);
  try_open("open below the root of process 1", "/proc/1/root" + file);
  for (int flags : {O_RDONLY, O_PATH}) {
    int fd = open(file.c_str(), flags | O_CLOEXEC);
    try_open("open of what is open", "/proc/self/fd/" + std::to_string(fd));
  }
}

void by_calls(const std::string& item, const std::string& file) {
  tell("chmod", chmod(file.c_str(), 0777));
  tell("chown", chown(file.c_str(), getuid(), getgid()));
  tell("truncate", truncate(file.c_str(), 0));
  tell("utimes", utimensat(AT_FDCWD, file.c_str(), nullptr, 0));
  tell("unlink", unlink(file.c_str()));
  tell("rename", rename(file.c_str(), (file + ".old").c_str()));
  tell("rename of the item", rename(item.c_str(), (item + ".old").c_str()));
  tell("rmdir of the item", rmdir(item.c_str()));
  int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  void* mapped = mmap(nullptr, 1, PROT_WRITE, MAP_SHARED, fd, 0);
  tell("mmap", mapped == MAP_FAILED ? -1 : 0);
}

void by_mounts(const std::string& item, const std::string& file) {
  const char* target = item.c_str();
  tell("remount", mount(nullptr, target, nullptr, MS_REMOUNT | MS_BIND, nullptr));
  tell("umount", umount2(target, MNT_DETACH));
  mkdir("copy", 0755);
  bool bound = mount(target, "copy", nullptr, MS_BIND, nullptr) == 0;
  tell("remount of a bind",
       bound ? mount(nullptr, "copy", nullptr, MS_REMOUNT | MS_BIND, nullptr) : -1);
  long tree = syscall(SYS_open_tree, AT_FDCWD, target, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  struct mount_attr writable {};
  writable.attr_clr = MOUNT_ATTR_RDONLY;
  tell("mount_setattr",
       syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &writable, sizeof writable));
  tell("open_tree_attr", syscall(open_tree_attr_number, AT_FDCWD, target, OPEN_TREE_CLONE,
                                 &writable, sizeof writable));
  try_open("open after all mounts", file);
}

}  // namespace

int write_item(Arguments arguments) {
  std::string item = arguments[0];
  std::string file = item + "/file";
  by_paths(file);
  by_calls(item, file);
  return 0;
}

// The same with all rights that a builder can get: root of its own user and mount namespace; and
// where that is refused, with what it has.
int remount_item(Arguments arguments) {
  auto work = [](Arguments given) {
    tell("a user and mount namespace", enter_namespaces(CLONE_NEWNS) ? 0 : -1);
    std::string item = given[0];
    by_mounts(item, item + "/file");
  };
  in_child(work, arguments);
  return 0;
}

}  // namespace cairn::attack
