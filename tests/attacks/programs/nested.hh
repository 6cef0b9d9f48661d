// SPDX-License-Identifier: GPL-3.0-or-later
// Namespaces inside of a sandbox, where an attacker has all rights over what is new there.
#pragma once

namespace cairn::attack {

// Enter a user namespace as its root, and others with it (CLONE_NEWNS and so on). False, with
// errno, when that is refused.
bool enter_namespaces(int others);

}  // namespace cairn::attack
