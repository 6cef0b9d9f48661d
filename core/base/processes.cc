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

// Whether a call fails by ERROR for a process that has ended or is not ours to look into. EINVAL:
// it waits for its parent, and has no mounts.
bool is_out_of_sight(int error) {
  constexpr int expected[] = {ENOENT, ESRCH, EACCES, EPERM, EINVAL};
  return std::ranges::find(expected, error) != std::end(expected);
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
  if (!fd && !is_out_of_sight(errno)) throw errno_error("cannot open {} of a process", name);
  return fd;
}

bool can_look_into(int folder) {
  // The kernel asks for the same right here as for maps, environ, descriptors and folders: proc(5),
  // "ptrace access mode".
  char target;
  // That its program lies too deep for a path makes nothing else of it unseen.
  return readlinkat(folder, "exe", &target, 1) >= 0 || !is_out_of_sight(errno);
}

}  // namespace cairn
