// SPDX-License-Identifier: GPL-3.0-or-later
// The folders for what services and people keep. What is in them is never touched.
#pragma once

#include "core/machine/accounts.hh"

namespace cairn::machine {

// Make the folders that SYSTEM declares, below ROOT, and the home folders of its users, where they
// are missing. Declared folders get the owner and the mode that are declared; a home folder that is
// there is left as it is. Throws when a link stands in the way: then nobody gets anything.
void make_state_folders(int root, const SystemDeclaration& system, const Accounts& accounts);

}  // namespace cairn::machine
