// SPDX-License-Identifier: GPL-3.0-or-later
// The graph, put together from rows.
#include "core/store/item_graph.hh"

#include "tests/unit/core/store/test_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn {

using test::path_named;

TEST_CASE("a graph numbers items by path and its edges by rows", "[core/store]") {
  std::vector<GraphRows::Item> items = {
      {9, path_named("a"), 10, ""},
      {4, path_named("b"), 20, "/elsewhere/x"},
      {7, path_named("c"), 30, StoreDir().print(path_named("a"))}};
  std::sort(items.begin(), items.end(), [](auto& x, auto& y) { return x.path < y.path; });
  ItemGraph graph = make_graph(StoreDir(), {items, {{9, 4}, {7, 9}, {9, 9}, {7, 5}, {5, 7}}});
  std::uint32_t a = graph.number_of(path_named("a")), b = graph.number_of(path_named("b")),
                c = graph.number_of(path_named("c"));
  auto references = [&](std::uint32_t item) {
    auto found = graph.references(item);
    return std::vector<std::uint32_t>(found.begin(), found.end());
  };
  CHECK(references(a) == std::vector{b, a});
  CHECK(references(b).empty());
  CHECK(references(c) == std::vector{a});  // row 5 is unknown
  CHECK(graph.sizes[c] == 30);
  CHECK(graph.derivers[a] == ItemGraph::no_item);
  CHECK(graph.derivers[b] == ItemGraph::no_item);
  CHECK(graph.derivers[c] == a);
  CHECK(graph.newest_row == 9);
  CHECK(graph.number_of(path_named("d")) == ItemGraph::no_item);
}

TEST_CASE("a graph may be empty", "[core/store]") {
  ItemGraph graph = make_graph(StoreDir(), {});
  CHECK(graph.items.empty());
  CHECK(graph.first_edge.size() == 1);
  CHECK(graph.newest_row == 0);
}

}  // namespace cairn
