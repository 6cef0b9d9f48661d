// SPDX-License-Identifier: GPL-3.0-or-later
// Walking over /proc.
#include "core/base/processes.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace cairn {

namespace {

bool is_number(const std::string& name) {
  return std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

// The last call failed: throws, unless it did as it does for a process that has ended or is not
// ours to look into. EINVAL: it waits for its parent, and has no mounts.
void check_is_out_of_sight(const char* name) {
  constexpr int expected[] = {ENOENT, ESRCH, EACCES, EPERM, EINVAL};
  if (std::ranges::find(expected, errno) != std::end(expected)) return;
  throw errno_error("cannot look at {} of a process", name);
}

}  // namespace

void each_process(const std::function<void(const std::string& number, int folder)>& visit) {
  Fd proc = open_directory("/proc");
  for (const std::string& number : list_directory(proc.get())) {
    if (!is_number(number)) continue;
    Fd folder = open_of_process(proc.get(), number.c_str(), O_DIRECTORY);
    if (folder) visit(number, folder.get());
  }
}

Fd open_of_process(int folder, const char* name, int flags) {
  Fd fd(openat(folder, name, O_RDONLY | O_CLOEXEC | flags));
  if (!fd) check_is_out_of_sight(name);
  return fd;
}

bool can_look_into(int folder) {
  // The kernel asks for the same right here as for maps, environ, descriptors and folders: proc(5),
  // "ptrace access mode".
  char target;
  if (readlinkat(folder, "exe", &target, 1) >= 0) return true;
  check_is_out_of_sight("exe");
  return false;
}

}  // namespace cairn
