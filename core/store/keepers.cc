// SPDX-License-Identifier: GPL-3.0-or-later
// Marking backwards.
#include "core/store/keepers.hh"

#include "core/store/mark.hh"

namespace cairn {

namespace {

// Turn each reference of GRAPH around.
void turn_around(ItemGraph& graph) {
  auto count = static_cast<std::uint32_t>(graph.items.size());
  // First how many each item has, behind its place; then where each begins.
  std::vector<std::uint32_t> first(count + 1, 0);
  for (std::uint32_t item : graph.edges) ++first[item + 1];
  for (std::uint32_t item = 0; item < count; ++item) first[item + 1] += first[item];
  std::vector<std::uint32_t> next = first;
  std::vector<std::uint32_t> edges(graph.edges.size());
  for (std::uint32_t referrer = 0; referrer < count; ++referrer) {
    for (std::uint32_t item : graph.references(referrer)) edges[next[item]++] = referrer;
  }
  graph.first_edge = std::move(first);
  graph.edges = std::move(edges);
}

}  // namespace

std::vector<std::pair<std::uint32_t, std::uint32_t>> also_kept(Database& database,
                                                               const ItemGraph& graph,
                                                               const GcRequest& rules) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  if (rules.keep_derivations) {
    for (std::uint32_t item = 0; item < graph.items.size(); ++item) {
      if (graph.derivers[item] != ItemGraph::no_item)
        pairs.emplace_back(item, graph.derivers[item]);
    }
  }
  if (rules.keep_outputs) {
    for (const auto& [derivation, output] : database.derivation_output_pairs()) {
      std::uint32_t from = graph.number_of(derivation);
      std::uint32_t to = graph.number_of(output);
      if (from != ItemGraph::no_item && to != ItemGraph::no_item) pairs.emplace_back(from, to);
    }
  }
  return pairs;
}

std::vector<Root> roots_keeping(Store& store, const GcRequest& rules, const StorePathSet& items) {
  std::vector<Root> roots = all_roots(store);
  ItemGraph graph = store.database().graph();
  auto pairs = also_kept(store.database(), graph, rules);
  for (auto& [from, to] : pairs) std::swap(from, to);
  turn_around(graph);
  Marks keepers(graph, std::move(pairs));
  for (const StorePath& item : items) {
    std::uint32_t number = graph.number_of(item);
    if (number != ItemGraph::no_item) keepers.keep(number);
  }
  std::erase_if(roots, [&](const Root& root) {
    std::uint32_t number = graph.number_of(root.item);
    return !items.contains(root.item) && (number == ItemGraph::no_item || !keepers.is_live(number));
  });
  return roots;
}

}  // namespace cairn
