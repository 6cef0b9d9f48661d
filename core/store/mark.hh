// SPDX-License-Identifier: GPL-3.0-or-later
// Marking: which items of a graph are live, and in which order the others can go. Pure.
#pragma once

#include "core/store/item_graph.hh"

#include <cstdint>
#include <utility>
#include <vector>

namespace cairn {

class Marks {
 public:
  // Besides what it refers to, a live item FROM keeps TO for each (FROM, TO) of ALSO_KEPT. GRAPH
  // must outlive this.
  Marks(const ItemGraph& graph, std::vector<std::pair<std::uint32_t, std::uint32_t>> also_kept);

  // ITEM is live, and so is all that it keeps.
  void keep(std::uint32_t item);
  bool is_live(std::uint32_t item) const { return live_[item]; }

 private:
  void reach(std::uint32_t item);

  const ItemGraph& graph_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> also_kept_;  // sorted
  std::vector<bool> live_;
  std::vector<std::uint32_t> pending_{};
};

// Items that refer to each other, and must go together; mostly one.
using ItemGroup = std::vector<std::uint32_t>;

// The items of GRAPH that INCLUDED says, in groups, each group before all that it refers to.
std::vector<ItemGroup> referrers_first(const ItemGraph& graph, const std::vector<bool>& included);

// Sort GROUPS, which stand as referrers_first() has them, so that what was not used for longest
// comes first; still each before all that it refers to. USES are times by item number; who uses an
// item uses all that it refers to.
void longest_unused_first(const ItemGraph& graph, std::vector<std::int64_t> uses,
                          std::vector<ItemGroup>& groups);

}  // namespace cairn
