// SPDX-License-Identifier: GPL-3.0-or-later
// Programs with more rights than who runs them. The store has no set-id files, so each is a copy in
// /run/privileged/bin, made when the system is activated.
#pragma once

#include "core/machine/accounts.hh"

namespace cairn::machine {

// Make /run/privileged below ROOT hold the programs that SYSTEM declares and no others: it changes
// at once. Each has the set-id bits that are declared, and no other right than to be run (T-05).
void make_privileged_programs(int root, const SystemDeclaration& system, const Accounts& accounts);

}  // namespace cairn::machine
