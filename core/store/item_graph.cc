// SPDX-License-Identifier: GPL-3.0-or-later
// The graph, put together from rows.
#include "core/store/item_graph.hh"

#include <algorithm>

namespace cairn {

namespace {

// Item numbers by row.
class Numbering {
 public:
  explicit Numbering(const std::vector<GraphRows::Item>& items) {
    numbers_.reserve(items.size());
    for (const GraphRows::Item& item : items) {
      numbers_.emplace_back(item.row, static_cast<std::uint32_t>(numbers_.size()));
    }
    std::sort(numbers_.begin(), numbers_.end());
  }

  std::uint32_t of(std::int64_t row) const {
    auto found = std::lower_bound(numbers_.begin(), numbers_.end(), std::pair{row, 0u});
    bool is_there = found != numbers_.end() && found->first == row;
    return is_there ? found->second : ItemGraph::no_item;
  }

 private:
  std::vector<std::pair<std::int64_t, std::uint32_t>> numbers_;
};

void put_edges(ItemGraph& graph,
               const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges) {
  graph.first_edge.assign(graph.items.size() + 1, 0);
  for (auto [from, to] : edges) ++graph.first_edge[from + 1];
  for (std::size_t i = 1; i < graph.first_edge.size(); ++i) {
    graph.first_edge[i] += graph.first_edge[i - 1];
  }
  graph.edges.resize(edges.size());
  std::vector<std::uint32_t> next(graph.first_edge.begin(), graph.first_edge.end() - 1);
  for (auto [from, to] : edges) graph.edges[next[from]++] = to;
}

}  // namespace

std::uint32_t ItemGraph::number_of(const StorePath& item) const {
  auto found = std::lower_bound(items.begin(), items.end(), item);
  if (found == items.end() || *found != item) return no_item;
  return static_cast<std::uint32_t>(found - items.begin());
}

std::span<const std::uint32_t> ItemGraph::references(std::uint32_t item) const {
  return {edges.data() + first_edge[item], edges.data() + first_edge[item + 1]};
}

ItemGraph make_graph(const StoreDir& store, GraphRows rows) {
  Numbering numbering(rows.items);
  ItemGraph graph;
  for (GraphRows::Item& item : rows.items) {
    graph.items.push_back(std::move(item.path));
    graph.sizes.push_back(item.size);
    graph.newest_row = std::max(graph.newest_row, item.row);
  }
  for (const GraphRows::Item& item : rows.items) {
    auto deriver = store.item_of(item.deriver);
    graph.derivers.push_back(deriver ? graph.number_of(*deriver) : ItemGraph::no_item);
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  edges.reserve(rows.references.size());
  for (auto [referrer, reference] : rows.references) {
    std::uint32_t from = numbering.of(referrer);
    std::uint32_t to = numbering.of(reference);
    if (from != ItemGraph::no_item && to != ItemGraph::no_item) edges.emplace_back(from, to);
  }
  put_edges(graph, edges);
  return graph;
}

}  // namespace cairn
