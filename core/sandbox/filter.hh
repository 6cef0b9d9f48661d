// SPDX-License-Identifier: GPL-3.0-or-later
// The system calls that no builder may make, whichever way it asks.
#pragma once

#include <linux/filter.h>
#include <vector>

namespace cairn::sandbox {

// A classic BPF program for seccomp: set-id bits (T-03), extended attributes, io_uring, foreign
// ABIs (i386, x32), keyrings, vsocks and what else shares state with the machine are refused with
// an error.
std::vector<sock_filter> make_filter();

// On top of that, for a process that shall never become another program.
std::vector<sock_filter> make_no_programs_filter();

// On top of that, for a process that shares a terminal with others: it may not type into it.
std::vector<sock_filter> make_no_typing_filter();

// Put FILTER on the calling process, for good.
void install_filter(const std::vector<sock_filter>& filter);

}  // namespace cairn::sandbox
