// SPDX-License-Identifier: GPL-3.0-or-later
// Keepers: what keeps an item from the collector, besides roots that are it.
#pragma once

#include "core/store/gc.hh"
#include "core/store/item_graph.hh"

#include <cstdint>
#include <utility>
#include <vector>

namespace cairn {

// Pairs of a live item of GRAPH and one that it keeps without referring to it: as RULES say, an
// output its derivation, and a derivation its outputs.
std::vector<std::pair<std::uint32_t, std::uint32_t>> also_kept(Database& database,
                                                               const ItemGraph& graph,
                                                               const GcRequest& rules);

// Those of all_roots() that keep any of ITEMS: by being one, by references, or as RULES say.
std::vector<Root> roots_keeping(Store& store, const GcRequest& rules, const StorePathSet& items);

}  // namespace cairn
