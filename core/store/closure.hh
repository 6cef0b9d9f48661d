// SPDX-License-Identifier: GPL-3.0-or-later
// All that items reach by references, found item by item: for a part of a store. For most of one
// there is ItemGraph.
#pragma once

#include "core/store/database.hh"

#include <vector>

namespace cairn {

// ITEMS and all they reach, each behind those that it refers to, as they are at one moment. Throws
// when one of ITEMS is not valid.
std::vector<StorePath> ordered_closure(Database& database, const StorePathSet& items);

}  // namespace cairn
