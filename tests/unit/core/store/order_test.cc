// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which items can be handled.
#include "core/store/order.hh"

#include "tests/unit/core/store/test_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

namespace cairn {

using test::path_named;

namespace {

using Graph = std::map<StorePath, StorePathSet>;

std::vector<StorePath> order_of(const Graph& references) {
  StorePathSet items;
  for (const auto& [item, others] : references) items.insert(item);
  return topological_order(items, [&](const StorePath& item) { return references.at(item); });
}

}  // namespace

TEST_CASE("each item comes after what it refers to", "[core/store]") {
  StorePath a = path_named("a"), b = path_named("b"), c = path_named("c"), d = path_named("d");
  Graph references = {{a, {b, c, a}}, {b, {d}}, {c, {d, path_named("outside")}}, {d, {}}};
  std::vector<StorePath> order = order_of(references);
  REQUIRE(order.size() == 4);
  for (const auto& [item, others] : references) {
    auto place = std::find(order.begin(), order.end(), item);
    for (const StorePath& other : others) {
      if (other == item || !references.contains(other)) continue;
      CHECK(std::find(order.begin(), order.end(), other) < place);
    }
  }
  CHECK(order_of(references) == order);
}

TEST_CASE("a circle of references is named", "[core/store]") {
  StorePath a = path_named("a"), b = path_named("b"), c = path_named("c");
  std::string message = test::message_of([&] { order_of({{a, {b}}, {b, {c}}, {c, {b}}}); });
  std::string b_first = fmt::format("items refer to each other in a circle: {0} -> {1} -> {0}",
                                    b.base_name(), c.base_name());
  std::string c_first = fmt::format("items refer to each other in a circle: {0} -> {1} -> {0}",
                                    c.base_name(), b.base_name());
  CHECK((message == b_first || message == c_first));
}

TEST_CASE("a chain of twenty thousand items can be ordered", "[core/store]") {
  Graph references;
  StorePath last = path_named("0");
  references[last] = {};
  for (int i = 1; i < 20000; ++i) {
    StorePath item = path_named(std::to_string(i));
    references[item] = {last};
    last = item;
  }
  std::vector<StorePath> order = order_of(references);
  CHECK(order.front() == path_named("0"));
  CHECK(order.back() == last);
}

}  // namespace cairn
