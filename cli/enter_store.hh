// SPDX-License-Identifier: GPL-3.0-or-later
// Becoming a process that sees the store in its place.
#pragma once

#include "cli/place.hh"

#include <string>

namespace cairn {

// Where PLACE has a root folder, see its store, state and configuration in their places from now
// on; and set the variables that say where they are. This process may have one thread only.
void enter_store(const Place& place);

// The user's shell.
std::string own_shell();

}  // namespace cairn
