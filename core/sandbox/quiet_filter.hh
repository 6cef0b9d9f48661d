// SPDX-License-Identifier: GPL-3.0-or-later
// The filter of system calls for a process that only computes: it may use its memory and its
// threads, read files that it is shown, and talk over what is open. All else is refused.
#pragma once

#include <linux/filter.h>
#include <vector>

namespace cairn::sandbox {

// A classic BPF program for seccomp, for install_filter(). What is not allowed fails with EPERM.
std::vector<sock_filter> make_quiet_filter();

}  // namespace cairn::sandbox
