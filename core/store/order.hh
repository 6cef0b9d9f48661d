// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which items can be handled so that each comes after what it refers to.
#pragma once

#include "core/item/store_path.hh"

#include <functional>
#include <vector>

namespace cairn {

// ITEMS, each after all of those it refers to (itself excepted). Throws on a cycle, naming it.
std::vector<StorePath> topological_order(
    const StorePathSet& items, const std::function<StorePathSet(const StorePath&)>& references);

}  // namespace cairn
