// SPDX-License-Identifier: GPL-3.0-or-later
// Closures in order.
#include "core/store/closure.hh"

#include "core/base/files.hh"
#include "tests/unit/core/store/test_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>

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

TEST_CASE("the closure of what is not valid is refused", "[core/store]") {
  Place place({info_named("a")});
  CHECK(message_of([&] { ordered_closure(place.database, {path_named("b")}); }) ==
        "/cairn/store/" + path_named("b").base_name() + " is not valid");
}

}  // namespace cairn
