// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for child processes.
#pragma once

#include <sys/types.h>

namespace cairn {

// Wait until CHILD has ended, however it did.
void reap(pid_t child);

// Wait until CHILD has ended. Returns its status as a shell counts it: what it exited with, or 128
// and the number of the signal that ended it. Throws when that cannot be known, as where SIGCHLD is
// ignored.
int status_of(pid_t child);

}  // namespace cairn
