// SPDX-License-Identifier: GPL-3.0-or-later
// Activation: making a machine what a system in the store says, but for its services.
#pragma once

#include "core/machine/declared_changes.hh"

#include <string>

namespace cairn::machine {

// What the system ITEM, a path in the store, declares; both are seen from ROOT.
SystemDeclaration declaration_of(int root, const std::string& item);

// The same with the files that its `etc` holds; nothing at all where ITEM is empty.
WholeDeclaration whole_declaration_of(int root, const std::string& item);

// Make the machine whose root is the open directory ROOT what ITEM declares: accounts, folders,
// /etc, privileged programs, secrets, and last the link /run/current-system. Of two at once one
// waits. What the machine keeps in /var and /home is not touched. Throws when something stands in
// the way; what was done until then is part of the new state, and activating the old one takes it
// back.
SystemDeclaration activate(int root, const std::string& item);

// Below the machine's root: held by who activates.
inline constexpr const char* activation_lock = "/run/activation.lock";

// The system that was activated last; empty when none was.
std::string current_system(int root);

}  // namespace cairn::machine
