// SPDX-License-Identifier: GPL-3.0-or-later
// What can still be read of a damaged database.
#pragma once

#include "core/hash/hash.hh"
#include "core/item/item_info.hh"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cairn {

struct Salvage {
  std::map<StorePath, ItemInfo> items = {};  // by path; none where references could not be read
  std::vector<std::pair<Hash, std::string>> sources = {};  // the source ledger, oldest first
};

// Read the database files in FOLDER, which nobody writes to; they are changed by it as SQLite does
// when it opens them. What cannot be read is left out; never throws for what is damaged.
Salvage salvage(const StoreDir& store, const std::string& folder);

}  // namespace cairn
