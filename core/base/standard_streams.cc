// SPDX-License-Identifier: GPL-3.0-or-later
// Three numbers taken.
#include "core/base/standard_streams.hh"

#include <fcntl.h>
#include <unistd.h>

namespace cairn {

void keep_standard_streams() {
  for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    bool is_output = stream == STDOUT_FILENO;
    if (open("/dev/null", is_output ? O_RDONLY : O_RDWR) != stream) _exit(1);
  }
}

}  // namespace cairn
