// SPDX-License-Identifier: GPL-3.0-or-later
// Liveness: what a collector must keep, read once and kept true while others add to the store.
#pragma once

#include "core/store/gc.hh"
#include "core/store/item_graph.hh"
#include "core/store/mark.hh"
#include "core/store/store.hh"

#include <cstdint>
#include <optional>

namespace cairn {

class Liveness {
 public:
  // Read roots and graph. What is live from now on only grows.
  Liveness(Store& store, const GcRequest& request);
  Liveness(Liveness&&) = delete;

  const ItemGraph& graph() const { return graph_; }
  bool is_live(std::uint32_t item) const { return marks_->is_live(item); }
  // Whether a root or a new item has the name ITEM, which is not in the graph.
  bool is_kept(const StorePath& item) const { return others_.contains(item); }

  // Under gc.lock: read the roots again, if there may be more.
  void see_new_roots(const CollectorLock& lock);
  // In a write transaction: keep what was registered meanwhile and what it refers to.
  void see_new_items();

 private:
  void keep(const StorePath& item);
  void keep(const std::vector<Root>& roots);

  Store& store_;
  std::uint64_t additions_ = 0;  // of the roots that were read
  ItemGraph graph_;
  std::optional<Marks> marks_;
  StorePathSet others_;     // kept, but not in the graph
  StorePathSet new_items_;  // registered since
};

}  // namespace cairn
