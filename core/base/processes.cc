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

// Whether a call fails by ERROR for what has ended or is not ours to look into. EINVAL: it waits
// for its parent, and has no mounts.
bool is_out_of_sight(int error) {
  constexpr int expected[] = {ENOENT, ESRCH, EACCES, EPERM, EINVAL};
  return std::ranges::find(expected, error) != std::end(expected);
}

using Visit = std::function<void(const std::string& number, int folder)>;

// The error by which the program of the process or thread in FOLDER cannot be seen; 0 when it can.
int fault_of_program(int folder) {
  char target;
  return readlinkat(folder, "exe", &target, 1) < 0 ? errno : 0;
}

// The numbers of the threads of the process in FOLDER; none when it ends meanwhile.
std::vector<std::string> threads_of(int folder) {
  Fd threads = open_of_process(folder, "task", O_DIRECTORY);
  if (!threads) return {};
  try {
    return list_directory(threads.get());
  } catch (const Error&) {
    if (faccessat(folder, "task", F_OK, 0) == 0) throw;
    return {};
  }
}

// The first thread of a process can end before the others: the process shows nothing then.
void visit_others(const std::string& process, int folder, const Visit& visit) {
  for (const std::string& number : threads_of(folder)) {
    Fd thread = open_of_process(folder, ("task/" + number).c_str(), O_DIRECTORY);
    if (thread && number != process) visit(process, thread.get());
  }
}

}  // namespace

void each_process(const Visit& visit) {
  Fd proc = open_directory("/proc");
  for (const std::string& number : list_directory(proc.get())) {
    if (!is_number(number)) continue;
    Fd folder = open_of_process(proc.get(), number.c_str(), O_DIRECTORY);
    if (!folder) continue;
    visit(number, folder.get());
    if (fault_of_program(folder.get()) == ENOENT) visit_others(number, folder.get(), visit);
  }
}

Fd open_of_process(int folder, const char* name, int flags) {
  Fd fd(openat(folder, name, O_RDONLY | O_CLOEXEC | flags));
  if (!fd && !is_out_of_sight(errno)) throw errno_error("cannot open {} of a process", name);
  return fd;
}

bool can_look_into(int folder) {
  // The kernel asks for the same right here as for maps, environ, descriptors and folders: proc(5),
  // "ptrace access mode". That a program lies too deep for a path makes nothing else unseen.
  int error = fault_of_program(folder);
  return error == 0 || !is_out_of_sight(error);
}

}  // namespace cairn
