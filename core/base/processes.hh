// SPDX-License-Identifier: GPL-3.0-or-later
// The processes of this machine, as /proc shows them. What cannot be read belongs to somebody else
// or has just ended; who must see all of them runs as root.
#pragma once

#include "core/base/fd.hh"

#include <functional>
#include <string>

namespace cairn {

// Call VISIT for each process with its number and its open folder, /proc/NUMBER; for one that shows
// nothing there, since its first thread has ended, also with the folders of the others.
void each_process(const std::function<void(const std::string& number, int folder)>& visit);

// NAME in FOLDER, that of a process; no descriptor when the process has ended or is not ours to
// look into. Throws for anything else, too many open files above all: who looks for what processes
// use would not see all of it.
Fd open_of_process(int folder, const char* name, int flags = 0);

// Whether what a process uses can be seen in its FOLDER: not where it is not ours to look into, the
// kernel's own, or has ended.
bool can_look_into(int folder);

}  // namespace cairn
