// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for child processes.
#include "core/base/child.hh"

#include "core/base/error.hh"
#include "core/base/uninterrupted.hh"

#include <sys/wait.h>

namespace cairn {

void reap(pid_t child) {
  uninterrupted([&] { return waitpid(child, nullptr, 0); });
}

int status_of(pid_t child) {
  int status = 0;
  checked(uninterrupted([&] { return waitpid(child, &status, 0); }), "cannot wait for a program");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace cairn
