// SPDX-License-Identifier: GPL-3.0-or-later
// Marking and ordering, without recursion: a chain of items may be longer than the stack is deep.
#include "core/store/mark.hh"

#include <algorithm>

namespace cairn {

Marks::Marks(const ItemGraph& graph, std::vector<std::pair<std::uint32_t, std::uint32_t>> also_kept)
    : graph_(graph), also_kept_(std::move(also_kept)), live_(graph.items.size(), false) {
  std::sort(also_kept_.begin(), also_kept_.end());
}

void Marks::keep(std::uint32_t item) {
  reach(item);
  while (!pending_.empty()) {
    std::uint32_t next = pending_.back();
    pending_.pop_back();
    for (std::uint32_t reference : graph_.references(next)) reach(reference);
    auto kept = std::lower_bound(also_kept_.begin(), also_kept_.end(), std::pair{next, 0u});
    for (; kept != also_kept_.end() && kept->first == next; ++kept) reach(kept->second);
  }
}

void Marks::reach(std::uint32_t item) {
  if (live_[item]) return;
  live_[item] = true;
  pending_.push_back(item);
}

namespace {

// Strongly connected components: Tarjan, "Depth-first search and linear graph algorithms", 1972.
// They are found references first.
class Components {
 public:
  Components(const ItemGraph& graph, const std::vector<bool>& included)
      : graph_(graph), included_(included), order_(included.size(), 0), low_(included.size(), 0) {}

  std::vector<ItemGroup> groups() && {
    for (std::uint32_t item = 0; item < included_.size(); ++item) {
      if (included_[item] && order_[item] == 0) visit_from(item);
    }
    return std::move(groups_);
  }

 private:
  static constexpr std::uint32_t closed = 0xffffffff;  // its group is complete

  struct Visit {
    std::uint32_t item;
    std::size_t next;  // the reference to look at
  };

  void visit_from(std::uint32_t start) {
    begin(start);
    while (!path_.empty()) {
      Visit& visit = path_.back();
      auto references = graph_.references(visit.item);
      if (visit.next == references.size()) {
        end(visit.item);
        continue;
      }
      std::uint32_t reference = references[visit.next++];
      if (!included_[reference]) continue;
      if (order_[reference] == 0) {
        begin(reference);
      } else {
        low_[visit.item] = std::min(low_[visit.item], low_[reference]);
      }
    }
  }

  void begin(std::uint32_t item) {
    order_[item] = low_[item] = ++count_;
    open_.push_back(item);
    path_.push_back({item, 0});
  }

  void end(std::uint32_t item) {
    path_.pop_back();
    if (low_[item] == order_[item]) close_group(item);
    if (!path_.empty()) {
      std::uint32_t parent = path_.back().item;
      low_[parent] = std::min(low_[parent], low_[item]);
    }
  }

  void close_group(std::uint32_t first) {
    auto begin = std::find(open_.rbegin(), open_.rend(), first).base() - 1;
    ItemGroup& group = groups_.emplace_back(begin, open_.end());
    open_.erase(begin, open_.end());
    for (std::uint32_t item : group) low_[item] = closed;  // counts for nobody any more
  }

  const ItemGraph& graph_;
  const std::vector<bool>& included_;
  std::vector<std::uint32_t> order_;  // of discovery, from 1; 0 is not seen
  std::vector<std::uint32_t> low_;    // the earliest open item that is reached, or closed
  std::uint32_t count_ = 0;
  std::vector<std::uint32_t> open_{};
  std::vector<Visit> path_{};
  std::vector<ItemGroup> groups_{};
};

}  // namespace

std::vector<ItemGroup> referrers_first(const ItemGraph& graph, const std::vector<bool>& included) {
  std::vector<ItemGroup> groups = Components(graph, included).groups();
  std::reverse(groups.begin(), groups.end());
  return groups;
}

void longest_unused_first(const ItemGraph& graph, std::vector<std::int64_t> uses,
                          std::vector<ItemGroup>& groups) {
  std::vector<std::pair<std::int64_t, ItemGroup>> dated;
  for (ItemGroup& group : groups) {
    std::int64_t last = 0;
    for (std::uint32_t item : group) last = std::max(last, uses[item]);
    for (std::uint32_t item : group) {
      for (std::uint32_t used : graph.references(item)) uses[used] = std::max(uses[used], last);
    }
    dated.emplace_back(last, std::move(group));
  }
  // What is referred to is no older than its referrers, and stays behind them where it is as old.
  std::ranges::stable_sort(dated, {}, &std::pair<std::int64_t, ItemGroup>::first);
  std::ranges::transform(dated, groups.begin(), [](auto& one) { return std::move(one.second); });
}

}  // namespace cairn
