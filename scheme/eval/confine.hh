// SPDX-License-Identifier: GPL-3.0-or-later
// Confinement of the evaluator: after this the process, and any code of a channel that it runs,
// sees Guile's own files and the language, and can do nothing but compute and talk at its socket.
#pragma once

#include "scheme/eval/serve.hh"

#include <string>
#include <vector>

namespace cairn::eval {

struct Confinement {
  int socket;                      // stays open, with the standard streams
  std::string mount_point;         // an empty folder
  std::vector<std::string> shown;  // folders to show, each in its place, read-only
};

// Fork into the sandbox: returns in the new process, alone in its namespaces. The calling process
// waits for it, tells its number at the socket first (as a frame), ends as it ends, and takes it
// along when it is killed. Call it while the process has one thread.
void enter_confinement(const Confinement& confinement);

}  // namespace cairn::eval
