// SPDX-License-Identifier: GPL-3.0-or-later
// What a derivation with system "builtin" can name as its builder: builtin:text-1,
// builtin:unpack-1, builtin:union-1. Each runs inside the sandbox and sees no more than a builder.
#pragma once

#include "core/sandbox/spawner.hh"

namespace cairn {

// Run the builtin that SPEC names with SPEC's environment; errors go to standard error.
// Returns the exit status.
int run_builtin(const sandbox::Spec& spec);

// Whether NAME ("builtin:unpack-1") is one.
bool is_known_builtin(const std::string& name);

}  // namespace cairn
