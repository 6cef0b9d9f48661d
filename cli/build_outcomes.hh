// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of builds that failed.
#pragma once

#include "cli/evaluation/evaluation.hh"

namespace cairn {

// The first line of the engine's message, under the name of what was asked for. What else it says
// was shown when the build ended.
Error failure_of(const protocol::Target& target, const protocol::BuildOutcome& outcome,
                 const StoreDir& store, const Evaluation& evaluation);

// As Nix does, the statuses of several failures are joined bit by bit.
Exit joined(Exit one, Exit other);

}  // namespace cairn
