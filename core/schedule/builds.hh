// SPDX-License-Identifier: GPL-3.0-or-later
// Builds: make outputs of derivations valid: plan what is missing, run what can be run, share what
// another session builds already.
#pragma once

#include "core/build/cancelled.hh"
#include "core/build/result.hh"
#include "core/build/settings.hh"
#include "core/event/event.hh"
#include "core/sandbox/spawner.hh"
#include "core/schedule/plan.hh"
#include "core/store/store.hh"

#include <vector>

namespace cairn {

// Build WANTED. Returns a result for each derivation of WANTED, in order, whatever happened to it.
// Throws when nothing can be built at all, or an output is not in its place; and Cancelled as soon
// as CANCEL, a descriptor that must stay quiet meanwhile (-1: none), becomes readable or hangs up.
// All builders are ended by then.
std::vector<BuildResult> build(Store& store, Spawner& spawner, const BuildSettings& settings,
                               const std::vector<WantedOutputs>& wanted, EventSink& events,
                               int cancel);

}  // namespace cairn
