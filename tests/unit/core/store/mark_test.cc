// SPDX-License-Identifier: GPL-3.0-or-later
// What is live, and in which order the dead go.
#include "core/store/mark.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

namespace cairn {

namespace {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

struct Chance {
  explicit Chance(unsigned seed) : engine(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine()); }
  std::mt19937 engine;
};

Edges random_edges(Chance& random, std::uint32_t size) {
  Edges edges;
  for (std::uint32_t i = random() % 25; i > 0; --i) {
    edges.emplace_back(random() % size, random() % size);
  }
  return edges;
}

ItemGraph graph_of(std::uint32_t size, const Edges& edges) {
  ItemGraph graph;
  for (std::uint32_t item = 0; item < size; ++item) {
    graph.first_edge.push_back(static_cast<std::uint32_t>(graph.edges.size()));
    for (auto [from, to] : edges) {
      if (from == item) graph.edges.push_back(to);
    }
    // Marking looks at numbers alone.
    graph.items.push_back(StorePath(std::string(20, 'x'), "item"));
  }
  graph.first_edge.push_back(static_cast<std::uint32_t>(graph.edges.size()));
  return graph;
}

std::set<std::uint32_t> live(const Marks& marks, std::uint32_t size) {
  std::set<std::uint32_t> found;
  for (std::uint32_t item = 0; item < size; ++item) {
    if (marks.is_live(item)) found.insert(item);
  }
  return found;
}

bool reaches(const ItemGraph& graph, std::uint32_t from, std::uint32_t to) {
  std::set<std::uint32_t> seen = {from};
  std::vector<std::uint32_t> pending = {from};
  while (!pending.empty()) {
    std::uint32_t next = pending.back();
    pending.pop_back();
    for (std::uint32_t reference : graph.references(next)) {
      if (seen.insert(reference).second) pending.push_back(reference);
    }
  }
  return seen.contains(to);
}

}  // namespace

TEST_CASE("what a live item refers to is live", "[core/store]") {
  ItemGraph graph = graph_of(5, {{0, 1}, {1, 2}, {3, 2}, {2, 2}});
  Marks marks(graph, {});
  CHECK(live(marks, 5).empty());
  marks.keep(1);
  CHECK(live(marks, 5) == std::set<std::uint32_t>{1, 2});
  marks.keep(0);
  marks.keep(0);
  CHECK(live(marks, 5) == std::set<std::uint32_t>{0, 1, 2});
}

TEST_CASE("a live item also keeps what else it was told to", "[core/store]") {
  ItemGraph graph = graph_of(5, {{0, 1}, {3, 4}});
  Marks marks(graph, {{1, 3}, {2, 0}});
  marks.keep(0);
  CHECK(live(marks, 5) == std::set<std::uint32_t>{0, 1, 3, 4});
}

TEST_CASE("items that refer to each other are one group", "[core/store]") {
  ItemGraph graph = graph_of(5, {{0, 1}, {1, 0}, {1, 2}, {3, 0}, {2, 2}, {4, 3}});
  std::vector<ItemGroup> groups = referrers_first(graph, std::vector<bool>(5, true));
  for (ItemGroup& group : groups) std::sort(group.begin(), group.end());
  CHECK(groups == std::vector<ItemGroup>{{4}, {3}, {0, 1}, {2}});
}

TEST_CASE("items that are not included are in no group", "[core/store]") {
  ItemGraph graph = graph_of(3, {{0, 1}, {1, 2}, {2, 0}});
  CHECK(referrers_first(graph, {true, false, true}) == std::vector<ItemGroup>{{2}, {0}});
}

TEST_CASE("in random graphs groups are the circles, referrers first", "[core/store]") {
  Chance random(1);
  for (int round = 0; round < 300; ++round) {
    std::uint32_t size = 1 + random() % 12;
    ItemGraph graph = graph_of(size, random_edges(random, size));
    std::vector<std::size_t> place(size);
    std::vector<ItemGroup> groups = referrers_first(graph, std::vector<bool>(size, true));
    std::size_t count = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (std::uint32_t item : groups[i]) place[item] = i;
      count += groups[i].size();
    }
    REQUIRE(count == size);
    for (std::uint32_t a = 0; a < size; ++a) {
      for (std::uint32_t b = 0; b < size; ++b) {
        bool is_circle = reaches(graph, a, b) && reaches(graph, b, a);
        REQUIRE((place[a] == place[b]) == is_circle);
        if (reaches(graph, a, b)) REQUIRE(place[a] <= place[b]);
      }
    }
  }
}

TEST_CASE("what was not used for longest goes first", "[core/store]") {
  // 0 -> 1 -> 2, 3 -> 2, 4 alone.
  ItemGraph graph = graph_of(5, {{0, 1}, {1, 2}, {3, 2}});
  std::vector<ItemGroup> groups = referrers_first(graph, std::vector<bool>(5, true));
  longest_unused_first(graph, {10, 1, 1, 30, 20}, groups);
  CHECK(groups == std::vector<ItemGroup>{{0}, {1}, {4}, {3}, {2}});
}

TEST_CASE("each goes before what it refers to however they were used", "[core/store]") {
  Chance random(3);
  for (int round = 0; round < 300; ++round) {
    std::uint32_t size = 1 + random() % 12;
    Edges edges = random_edges(random, size);
    ItemGraph graph = graph_of(size, edges);
    std::vector<std::int64_t> uses;
    for (std::uint32_t i = 0; i < size; ++i) uses.push_back(random() % 5);
    std::vector<ItemGroup> groups = referrers_first(graph, std::vector<bool>(size, true));
    longest_unused_first(graph, uses, groups);
    std::vector<std::size_t> place(size);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (std::uint32_t item : groups[i]) place[item] = i;
    }
    for (auto [from, to] : edges) REQUIRE(place[from] <= place[to]);
  }
}

TEST_CASE("a chain of a million items is marked and ordered", "[core/store]") {
  constexpr std::uint32_t size = 1000000;
  ItemGraph graph;
  graph.items.assign(size, StorePath(std::string(20, 'x'), "item"));
  graph.first_edge.push_back(0);
  for (std::uint32_t item = 0; item + 1 < size; ++item) {
    graph.edges.push_back(item + 1);
    graph.first_edge.push_back(item + 1);
  }
  graph.first_edge.push_back(size - 1);
  Marks marks(graph, {});
  marks.keep(0);
  CHECK(marks.is_live(size - 1));
  CHECK(referrers_first(graph, std::vector<bool>(size, true)).front() == ItemGroup{0});
}

}  // namespace cairn
