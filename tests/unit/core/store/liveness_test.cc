// SPDX-License-Identifier: GPL-3.0-or-later
// What a collector must keep, while others add to the store.
#include "core/store/liveness.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>

namespace cairn {

using test::info_named;
using test::path_named;

namespace {

// The items of a graph without files: Liveness looks at what is registered.
struct Place : test::StorePlace {
  Store store{layout};

  void insert(const std::vector<ItemInfo>& infos) { test::insert(store.database(), infos); }

  bool is_live(const Liveness& liveness, const std::string& name) {
    return liveness.is_live(liveness.graph().number_of(path_named(name)));
  }

  void see_all(Liveness& liveness) {
    CollectorLock lock(layout);
    liveness.see_new_roots(lock);
    store.database().write_transaction([&] { liveness.see_new_items(); });
  }
};

}  // namespace

TEST_CASE("what roots of any kind reach is live", "[core/store]") {
  Place place;
  place.insert({info_named("a", {path_named("b")}), info_named("b"), info_named("c"),
                info_named("d"), info_named("e")});
  add_permanent_root(place.layout, "a", path_named("a"));
  place.store.temporary_roots().add(path_named("c"));
  place.store.temporary_roots().add(path_named("unknown"));
  Liveness liveness(place.store, {});
  for (const char* name : {"a", "b", "c"}) CHECK(place.is_live(liveness, name));
  for (const char* name : {"d", "e"}) CHECK(!place.is_live(liveness, name));
  CHECK(liveness.is_kept(path_named("unknown")));
}

TEST_CASE("a live output keeps its derivation, and the other way round only if asked",
          "[core/store]") {
  Place place;
  ItemInfo output = info_named("out");
  output.deriver = path_named("x.drv");
  ItemInfo unbuilt = info_named("dead");
  unbuilt.deriver = path_named("unregistered.drv");
  place.insert(
      {output, info_named("x.drv", {path_named("source")}), info_named("source"), unbuilt});
  place.store.database().write_transaction([&] {
    Database& database = place.store.database();
    database.insert_derivation(database.row_of(path_named("x.drv")).value(),
                               {{{"out", path_named("out")}, {"doc", path_named("doc")}}});
  });
  add_permanent_root(place.layout, "root", path_named("out"));
  {
    Liveness liveness(place.store, {});
    CHECK(place.is_live(liveness, "x.drv"));
    CHECK(place.is_live(liveness, "source"));
  }
  {
    Liveness liveness(place.store, {.keep_derivations = false});
    CHECK(!place.is_live(liveness, "x.drv"));
  }
  add_permanent_root(place.layout, "root", path_named("x.drv"));
  {
    Liveness liveness(place.store, {});
    CHECK(!place.is_live(liveness, "out"));
  }
  Liveness liveness(place.store, {.keep_outputs = true});
  CHECK(place.is_live(liveness, "out"));
}

TEST_CASE("roots that are added later are seen", "[core/store]") {
  Place place;
  place.insert({info_named("a", {path_named("b")}), info_named("b"), info_named("c")});
  Liveness liveness(place.store, {});
  CHECK(!place.is_live(liveness, "b"));
  place.store.temporary_roots().add(path_named("a"));
  place.see_all(liveness);
  CHECK(place.is_live(liveness, "a"));
  CHECK(place.is_live(liveness, "b"));
  CHECK(!place.is_live(liveness, "c"));
}

TEST_CASE("a root that became permanent before its owner ended is seen", "[core/store]") {
  Place place;
  place.insert({info_named("a")});
  Liveness liveness(place.store, {});
  CHECK(test::holds_in_child([&] {
    TemporaryRoots roots(place.layout);
    roots.add(path_named("a"));
    add_permanent_root(place.layout, "root", path_named("a"));
    return true;
  }));
  place.see_all(liveness);
  CHECK(place.is_live(liveness, "a"));
}

TEST_CASE("what a new item refers to is live, rooted or not", "[core/store]") {
  Place place;
  place.insert({info_named("a", {path_named("b")}), info_named("b"), info_named("c")});
  Liveness liveness(place.store, {});
  place.insert({info_named("new", {path_named("a")})});
  place.see_all(liveness);
  CHECK(place.is_live(liveness, "b"));
  CHECK(liveness.is_kept(path_named("new")));
  CHECK(!place.is_live(liveness, "c"));
}

TEST_CASE("an item that another collector deleted and somebody made anew is live", "[core/store]") {
  Place place;
  place.insert({info_named("a")});
  Liveness liveness(place.store, {});
  place.store.database().write_transaction([&] { place.store.database().remove(path_named("a")); });
  place.insert({info_named("a")});
  place.see_all(liveness);
  CHECK(place.is_live(liveness, "a"));
}

}  // namespace cairn
