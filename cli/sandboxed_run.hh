// SPDX-License-Identifier: GPL-3.0-or-later
// A program of a temporary profile, in a sandbox.
#pragma once

#include "cli/sandbox_wishes.hh"
#include "cli/temporary_profile.hh"

namespace cairn {

// Run COMMAND, a program of PROFILE and its arguments, as WISHES say, and wait for it: the result
// is its exit status, or as shells tell a signal. This process is good for nothing else after.
Exit run_sandboxed(TemporaryProfile& profile, const std::vector<std::string>& command,
                   const SandboxWishes& wishes);

}  // namespace cairn
