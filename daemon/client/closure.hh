// SPDX-License-Identifier: GPL-3.0-or-later
// What items reach and what reaches them, of an engine that can only be asked of one item at a
// time.
#pragma once

#include "daemon/client/connection.hh"

#include <vector>

namespace cairn {

// ITEMS and all they reach, each behind those that it refers to; throws when one is not valid.
std::vector<StorePath> closure_item_by_item(Connection& connection, const StorePathSet& items);

// ITEMS and all that reach them by references.
StorePathSet referrers_item_by_item(Connection& connection, const StorePathSet& items);

}  // namespace cairn
