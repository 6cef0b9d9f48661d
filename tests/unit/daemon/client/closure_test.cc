// SPDX-License-Identifier: GPL-3.0-or-later
// Closures of an engine that does not know the question.
#include "daemon/client/closure.hh"

#include "tests/unit/daemon/server/served_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::ptrdiff_t place_of(const std::vector<StorePath>& items, const StorePath& item) {
  return std::find(items.begin(), items.end(), item) - items.begin();
}

bool references_come_first(Engine& engine, const std::vector<StorePath>& items) {
  return std::all_of(items.begin(), items.end(), [&](const StorePath& item) {
    StorePathSet references = engine.get(item).references;
    return std::all_of(references.begin(), references.end(), [&](const StorePath& reference) {
      return place_of(items, reference) <= place_of(items, item);
    });
  });
}

}  // namespace

TEST_CASE("asked item by item a closure is what the engine says it is", "[daemon/client]") {
  test::ServedStore served;
  Engine& engine = served.engine();
  std::vector<StorePath> added;
  for (int i = 0; i < 300; ++i) {
    StorePathSet references;
    for (std::size_t step : {1, 5, 50}) {
      if (step <= added.size()) references.insert(added[added.size() - step]);
    }
    added.push_back(engine.add_text(fmt::format("item-{}", i), "text", references));
  }
  StorePathSet wanted{added[299], added[100]};
  std::vector<StorePath> told = engine.closure(wanted);
  std::vector<StorePath> found = closure_item_by_item(engine.connection(), wanted);
  CHECK(StorePathSet(told.begin(), told.end()) == StorePathSet(added.begin(), added.end()));
  CHECK(StorePathSet(found.begin(), found.end()) == StorePathSet(added.begin(), added.end()));
  CHECK(told.size() == added.size());
  CHECK(found.size() == added.size());
  CHECK(references_come_first(engine, told));
  CHECK(references_come_first(engine, found));
}

TEST_CASE("asked item by item all that reach an item are found", "[daemon/client]") {
  test::ServedStore served;
  Engine& engine = served.engine();
  StorePath low = engine.add_text("low", "text", {});
  StorePath middle = engine.add_text("middle", "text", {low});
  StorePath top = engine.add_text("top", "text", {middle});
  StorePath other = engine.add_text("other", "text", {});
  Connection& connection = engine.connection();
  CHECK(referrers_item_by_item(connection, {low}) == StorePathSet{low, middle, top});
  CHECK(referrers_item_by_item(connection, {middle, other}) == StorePathSet{middle, top, other});
}

TEST_CASE("asked item by item of what is not valid, that is said", "[daemon/client]") {
  test::ServedStore served;
  StorePath absent("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo");
  CHECK_THROWS_WITH(closure_item_by_item(served.engine().connection(), {absent}),
                    "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo is not valid");
}

}  // namespace cairn
