// SPDX-License-Identifier: GPL-3.0-or-later
// ItemGraph: all items and references at one moment, numbered: for work on the whole store, where a
// query an item would be too slow.
#pragma once

#include "core/item/store_path.hh"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cairn {

struct ItemGraph {
  static constexpr std::uint32_t no_item = 0xffffffff;

  std::vector<StorePath> items;           // sorted
  std::vector<std::uint64_t> sizes;       // NAR sizes, by item number
  std::vector<std::uint32_t> derivers;    // item number of the deriver, or no_item
  std::vector<std::uint32_t> first_edge;  // items.size() + 1 offsets into edges
  std::vector<std::uint32_t> edges;       // item numbers that are referred to
  std::int64_t newest_row = 0;            // what is registered later has a greater row

  std::uint32_t number_of(const StorePath& item) const;  // or no_item
  std::span<const std::uint32_t> references(std::uint32_t item) const;
};

// The graph as the database has it: items by rows, sorted by path.
struct GraphRows {
  struct Item {
    std::int64_t row;
    StorePath path;
    std::uint64_t size;
    std::string deriver;  // as text, may be empty or not valid
  };
  std::vector<Item> items;
  std::vector<std::pair<std::int64_t, std::int64_t>> references;  // referrer, reference
};

ItemGraph make_graph(const StoreDir& store, GraphRows rows);

}  // namespace cairn
