// SPDX-License-Identifier: GPL-3.0-or-later
// How commits descend from one another, in histories drawn by hand and by chance.
#include "channels/authenticate/history.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>
#include <random>
#include <set>

namespace cairn {

namespace {

using Graph = std::map<int, CommitLinks>;
using Set = std::set<int>;

// The number stands in front, where tables look: real ids differ there.
ObjectId id(int number) {
  return *ObjectId::parse(fmt::format("{:08x}{:032x}", number, 0));
}

int number(const ObjectId& commit) {
  return std::stoi(commit.text().substr(0, 8), nullptr, 16);
}

// Each commit with its parents and its time.
Graph graph(std::initializer_list<std::tuple<int, std::vector<int>, int>> commits) {
  Graph made;
  for (const auto& [commit, parents, time] : commits) {
    CommitLinks links{{}, time};
    for (int parent : parents) links.parents.push_back(id(parent));
    made[commit] = links;
  }
  return made;
}

History history_of(const Graph& graph, std::size_t* asked = nullptr) {
  return History([&graph, asked](const ObjectId& commit) {
    if (asked) ++*asked;
    return graph.at(number(commit));
  });
}

void gather(const Graph& graph, int commit, Set& found) {
  if (!found.insert(commit).second) return;
  for (const ObjectId& parent : graph.at(commit).parents) gather(graph, number(parent), found);
}

Set closure(const Graph& graph, int commit) {
  Set found;
  gather(graph, commit, found);
  return found;
}

Relation naive_relation(const Graph& graph, int from, int to) {
  if (from == to) return Relation::same;
  Set of_from = closure(graph, from);
  Set of_to = closure(graph, to);
  if (of_to.contains(from)) return Relation::ahead;
  if (of_from.contains(to)) return Relation::behind;
  bool share = std::ranges::any_of(of_to, [&](int commit) { return of_from.contains(commit); });
  return share ? Relation::diverged : Relation::unrelated;
}

Set naive_beyond(const Graph& graph, const std::vector<int>& stops, int target) {
  Set found = closure(graph, target);
  for (int stop : stops) {
    for (int commit : closure(graph, stop)) found.erase(commit);
  }
  return found;
}

std::vector<int> beyond(const Graph& graph, const std::vector<int>& stops, int target,
                        Extent extent) {
  History history = history_of(graph);
  std::vector<ObjectId> ids;
  for (int stop : stops) ids.push_back(id(stop));
  std::vector<int> found;
  for (const ObjectId& commit : commits_beyond(history, ids, id(target), extent)) {
    found.push_back(number(commit));
  }
  return found;
}

bool has_parents_first(const Graph& graph, const std::vector<int>& commits) {
  Set seen;
  Set all(commits.begin(), commits.end());
  for (int commit : commits) {
    for (const ObjectId& parent : graph.at(commit).parents) {
      if (all.contains(number(parent)) && !seen.contains(number(parent))) return false;
    }
    if (!seen.insert(commit).second) return false;
  }
  return true;
}

// COUNT commits, each with up to three older parents; times as likely to lie as not.
Graph random_graph(std::mt19937& random, int count) {
  Graph made;
  for (int commit = 0; commit < count; ++commit) {
    CommitLinks links{{}, static_cast<std::int64_t>(random() % 20)};
    for (unsigned parents = random() % 4; commit > 0 && parents > 0; --parents) {
      links.parents.push_back(id(static_cast<int>(random() % static_cast<unsigned>(commit))));
    }
    made[commit] = links;
  }
  return made;
}

}  // namespace

TEST_CASE("commits are the same, ahead, behind, diverged or unrelated", "[channels/authenticate]") {
  Graph made = graph({{1, {}, 1}, {2, {1}, 2}, {3, {2}, 3}, {4, {2}, 4}, {5, {}, 5}});
  auto [from, to, expected] = GENERATE(table<int, int, Relation>({
      {3, 3, Relation::same},
      {1, 3, Relation::ahead},
      {3, 1, Relation::behind},
      {3, 4, Relation::diverged},
      {3, 5, Relation::unrelated},
  }));
  History history = history_of(made);
  CHECK(relation(history, id(from), id(to)) == expected);
}

TEST_CASE("relations are exact whatever the times of commits say", "[channels/authenticate]") {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    Graph made = random_graph(random, 12);
    int from = static_cast<int>(random() % 12);
    int to = static_cast<int>(random() % 12);
    History history = history_of(made);
    REQUIRE(relation(history, id(from), id(to)) == naive_relation(made, from, to));
    REQUIRE(descends(history, id(to), id(from)) == closure(made, to).contains(from));
  }
}

TEST_CASE("commits beyond stops are exact, or more than that", "[channels/authenticate]") {
  std::mt19937 random(2);
  int more = 0;
  for (int round = 0; round < 500; ++round) {
    Graph made = random_graph(random, 14);
    std::vector<int> stops{static_cast<int>(random() % 14), static_cast<int>(random() % 14)};
    int target = static_cast<int>(random() % 14);
    Set expected = naive_beyond(made, stops, target);

    std::vector<int> exact = beyond(made, stops, target, Extent::exact);
    REQUIRE(Set(exact.begin(), exact.end()) == expected);
    REQUIRE(has_parents_first(made, exact));

    std::vector<int> quick = beyond(made, stops, target, Extent::at_least);
    REQUIRE(std::ranges::includes(Set(quick.begin(), quick.end()), expected));
    REQUIRE(has_parents_first(made, quick));
    more += quick.size() > exact.size();
  }
  CHECK(more > 0);  // or the test would not tell the two apart
}

TEST_CASE("what lies behind a stop is not looked at", "[channels/authenticate]") {
  Graph made;
  for (int commit = 0; commit < 1000; ++commit) {
    made[commit] = {commit > 0 ? std::vector{id(commit - 1)} : std::vector<ObjectId>{}, commit};
  }
  std::size_t asked = 0;
  History history = history_of(made, &asked);
  CHECK(commits_beyond(history, {id(990)}, id(999), Extent::at_least).size() == 9);
  CHECK(asked < 15);
  asked = 0;
  CHECK(relation(history, id(990), id(999)) == Relation::ahead);
  CHECK(asked < 3);
}

TEST_CASE("a history may be longer than a stack is deep", "[channels/authenticate]") {
  Graph made;
  constexpr int count = 200'000;
  for (int commit = 0; commit < count; ++commit) {
    made[commit] = {commit > 0 ? std::vector{id(commit - 1)} : std::vector<ObjectId>{}, commit};
  }
  CHECK(beyond(made, {0}, count - 1, Extent::exact).size() == count - 1);
}

}  // namespace cairn
