// SPDX-License-Identifier: GPL-3.0-or-later
// All that items reach by references, found item by item: for a part of a store. For most of one
// there is ItemGraph.
#pragma once

#include "core/store/database.hh"

#include <unordered_map>
#include <vector>

namespace cairn {

// ITEMS and all they reach, each behind those that it refers to, as they are at one moment. Throws
// when one of ITEMS is not valid.
std::vector<StorePath> ordered_closure(Database& database, const StorePathSet& items);

// Closures for one who asks for many that have much in common: what a row refers to is read once,
// and again after somebody else has changed the database.
class ClosureMemory {
 public:
  explicit ClosureMemory(Database& database) : database_(database) {}

  // As Database::closure(): ITEMS and all they reach; invalid ones are left out.
  StorePathSet closure(const StorePathSet& items);

 private:
  struct Item {
    StorePath path;
    std::vector<std::int64_t> references;  // rows
  };

  const Item& item(std::int64_t row);

  Database& database_;
  std::int64_t version_ = 0;
  std::unordered_map<std::int64_t, Item> items_;  // by row
};

}  // namespace cairn
