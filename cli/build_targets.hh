// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be built, as the user named it.
#pragma once

#include "cli/evaluation/evaluation.hh"
#include "cli/open_engine.hh"
#include "cli/package_arguments.hh"

#include <string>
#include <vector>

namespace cairn {

// Read WORDS ("X.drv!out"); derivations outside the store are added to it.
std::vector<protocol::Target> resolve_targets(OpenEngine& opened,
                                              const std::vector<std::string>& words);

// What an evaluation of packages gave, for the engine.
std::vector<protocol::Target> engine_targets(const std::vector<EvaluatedTarget>& evaluated);

}  // namespace cairn
