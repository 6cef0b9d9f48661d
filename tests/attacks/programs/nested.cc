// SPDX-License-Identifier: GPL-3.0-or-later
// Becoming root of a user namespace of one's own.
#include "tests/attacks/programs/nested.hh"

#include <fcntl.h>
#include <sched.h>
#include <string>
#include <unistd.h>

namespace cairn::attack {

namespace {

bool write_text(const char* path, const std::string& text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  bool written = fd >= 0 && write(fd, text.data(), text.size()) >= 0;
  close(fd);
  return written;
}

}  // namespace

bool enter_namespaces(int others) {
  uid_t user = geteuid();
  gid_t group = getegid();
  if (unshare(CLONE_NEWUSER | others) < 0) return false;
  return write_text("/proc/self/setgroups", "deny") &&
         write_text("/proc/self/uid_map", "0 " + std::to_string(user) + " 1") &&
         write_text("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
}

}  // namespace cairn::attack
