// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be built, as the user named it.
#pragma once

#include "cli/open_engine.hh"

#include <string>
#include <vector>

namespace cairn {

// Read TEXTS ("X.drv!out"); derivations outside the store are added to it.
std::vector<protocol::Target> resolve_targets(OpenEngine& opened,
                                              const std::vector<std::string>& texts);

}  // namespace cairn
