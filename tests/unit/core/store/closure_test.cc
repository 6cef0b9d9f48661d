// SPDX-License-Identifier: GPL-3.0-or-later
// Closures in order.
#include "core/store/closure.hh"

#include "core/base/files.hh"
#include "core/store/statement.hh"
#include "tests/unit/core/store/test_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace cairn {

using test::info_named;
using test::message_of;
using test::path_named;

namespace {

struct Place {
  TemporaryDirectory folder;
  Database database{StoreDir(), folder.path()};

  explicit Place(const std::vector<ItemInfo>& infos) { test::insert(database, infos); }
};

}  // namespace

TEST_CASE("a closure has each item behind those that it refers to", "[core/store]") {
  StorePath a = path_named("a"), b = path_named("b"), c = path_named("c"), d = path_named("d");
  Place place({info_named("a", {a, b, d}), info_named("b", {c}), info_named("c"),
               info_named("d", {b, c}), info_named("e", {c})});
  CHECK(ordered_closure(place.database, {a}) == std::vector{c, b, d, a});
  CHECK(ordered_closure(place.database, {b, c}).front() == c);
  CHECK(ordered_closure(place.database, {}).empty());
}

TEST_CASE("items that refer to each other are in a closure once", "[core/store]") {
  StorePath a = path_named("a"), b = path_named("b");
  Place place({info_named("a", {b}), info_named("b", {a})});
  std::vector<StorePath> found = ordered_closure(place.database, {a, b});
  CHECK(found.size() == 2);
  CHECK(std::is_permutation(found.begin(), found.end(), std::vector{a, b}.begin()));
}

TEST_CASE("a closure of a chain longer than any stack is found", "[core/store]") {
  constexpr int length = 100'000;
  std::vector<ItemInfo> chain;
  for (int i = 0; i < length; ++i) {
    StorePathSet below;
    if (i > 0) below.insert(chain.back().path);
    chain.push_back(info_named(fmt::format("item-{}", i), below));
  }
  Place place(chain);
  std::vector<StorePath> found = ordered_closure(place.database, {chain.back().path});
  CHECK(found.size() == chain.size());
  CHECK(found.front() == chain.front().path);
  CHECK(found.back() == chain.back().path);
}

TEST_CASE("a closure from memory is the database's, whatever came and went", "[core/store]") {
  Place place({});
  Database other(StoreDir(), place.folder.path());
  ClosureMemory memory(place.database);
  std::mt19937 random(7);
  std::vector<ItemInfo> infos;
  for (int i = 0; i < 60; ++i) {
    StorePathSet below;
    for (const ItemInfo& info : infos) {
      if (random() % 8 == 0) below.insert(info.path);
    }
    infos.push_back(info_named(fmt::format("item-{}", i), below));
    test::insert(i % 3 == 0 ? other : place.database, {infos.back()});
    StorePathSet asked = {infos[random() % infos.size()].path, infos.back().path,
                          path_named("unknown")};
    CHECK(memory.closure(asked) == place.database.closure(asked));
  }
  // The last goes, and comes back with other references.
  for (Database* changed : {&place.database, &other}) {
    ItemInfo last = info_named("item-59", {infos[random() % 59].path});
    changed->write_transaction([&] { changed->remove(last.path); });
    CHECK(memory.closure({last.path}).empty());
    test::insert(*changed, {last});
    CHECK(memory.closure({last.path}) == place.database.closure({last.path}));
  }
}

TEST_CASE("a closure from memory follows references that somebody else adds", "[core/store]") {
  StorePath a = path_named("a"), b = path_named("b");
  Place place({info_named("a"), info_named("b")});
  ClosureMemory memory(place.database);
  CHECK(memory.closure({a}) == StorePathSet{a});
  // As another program does when it registers a valid item again.
  DatabaseFile other(place.folder.path() + "/db.sqlite");
  other.execute(
      "INSERT INTO Refs SELECT a.id, b.id FROM ValidPaths a, ValidPaths b "
      "WHERE a.path LIKE '%-a' AND b.path LIKE '%-b'");
  CHECK(memory.closure({a}) == StorePathSet{a, b});
}

TEST_CASE("the closure of what is not valid is refused", "[core/store]") {
  Place place({info_named("a")});
  CHECK(message_of([&] { ordered_closure(place.database, {path_named("b")}); }) ==
        "/cairn/store/" + path_named("b").base_name() + " is not valid");
}

}  // namespace cairn
