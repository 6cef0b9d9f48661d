// SPDX-License-Identifier: GPL-3.0-or-later
// What a build would have to do, as the store is now: asked of the database alone, as far as that
// tells it. For who wants to know before he builds.
#pragma once

#include "core/schedule/plan.hh"
#include "core/store/store.hh"

#include <vector>

namespace cairn {

struct MissingBuilds {
  StorePathSet derivations;  // of which a needed output is not there
  StorePathSet not_known;    // derivations that are needed and not valid
};

// What is missing of WANTED: the nodes that make_plan() would make. Throws for an output or a
// source that cannot come to be. Nothing is kept from a collector by asking.
MissingBuilds missing_builds(Store& store, const std::vector<WantedOutputs>& wanted);

}  // namespace cairn
