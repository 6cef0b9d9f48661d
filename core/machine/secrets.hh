// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets: files that must never be in the store, nor on a disk where they were not before.
#pragma once

#include "core/machine/accounts.hh"

namespace cairn::machine {

// Make /run/secrets below ROOT, which lies in memory, hold the secrets that SYSTEM declares and no
// others, read from their sources on the machine. A source must be a file that only root can
// change.
void place_secrets(int root, const SystemDeclaration& system, const Accounts& accounts);

}  // namespace cairn::machine
