// SPDX-License-Identifier: GPL-3.0-or-later
// Builds: make outputs of derivations valid: plan what is missing, run what can be run, share what
// another session builds already.
#pragma once

#include "core/build/result.hh"
#include "core/build/settings.hh"
#include "core/event/event.hh"
#include "core/sandbox/spawner.hh"
#include "core/store/store.hh"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn {

struct WantedOutputs {
  StorePath derivation;
  std::set<std::string> outputs;  // empty: all
  auto operator<=>(const WantedOutputs&) const = default;
};

struct Missing {
  StorePathSet to_build;   // derivations
  StorePathSet not_known;  // derivations that are not valid themselves
};

// What build() would have to do. Pure but for reading the store.
Missing missing_builds(Store& store, const std::vector<WantedOutputs>& wanted);

// Build WANTED. Returns a result for each derivation of WANTED, in order, whatever happened to it.
// Builds end at once when CANCEL, a socket that must stay quiet meanwhile, hangs up or when a
// signal asks the process to end; then an Error is thrown.
std::vector<BuildResult> build(Store& store, Spawner& spawner, const BuildSettings& settings,
                               const std::vector<WantedOutputs>& wanted, EventSink& events,
                               int cancel);

}  // namespace cairn
