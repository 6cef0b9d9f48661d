// SPDX-License-Identifier: GPL-3.0-or-later
// Soundness: is one item on disk what it was registered as.
#pragma once

#include "core/hash/digest_pairs.hh"
#include "core/item/item_info.hh"

#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn {

struct ItemState {
  std::vector<std::string> faults;  // a sentence each, the worst first; empty when it is sound
  bool has_its_content = false;     // at least it has the hash that it was registered with
};

// How the item of INFO, whose store's folder is open as FOLDER, differs from what a store of OWNER
// holds. What cannot be read is a fault. With PAIRS, whose member the thread is, it may be hashed
// together with another item.
ItemState state_of_item(const StoreDir& store, int folder, const ItemInfo& info, uid_t owner,
                        DigestPairs* pairs = nullptr);

class Store;

// The same of an item of STORE; a fault when it is not valid.
ItemState state_of_item(Store& store, const StorePath& item);

}  // namespace cairn
