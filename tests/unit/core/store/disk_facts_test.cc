// SPDX-License-Identifier: GPL-3.0-or-later
// What contents tell. (More in rebuild_test.cc.)
#include "core/store/disk_facts.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("what names itself by its content is seen to do so", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  StorePath text = test::add_item(store, "text");
  StringSource bytes("some bytes");
  StorePath flat = store.add_flat("flat", ContentMethod::flat, HashAlgorithm::sha256, bytes);
  DiskFacts disk(store.dir(), store.folder());
  CHECK(disk.items() == StorePathSet{text, flat});
  for (const StorePath& item : {text, flat}) {
    CHECK(disk.described(item).content_address == store.get(item).content_address);
    CHECK(disk.measured(item).nar_hash == store.get(item).nar_hash);
  }
}

TEST_CASE("a text that is called a derivation and is none stays a text", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  StorePath item = store.add_text("no.drv", "nonsense", {});
  DiskFacts disk(store.dir(), store.folder());
  CHECK(disk.derivations().empty());
  CHECK(disk.described(item).content_address == store.get(item).content_address);
}

TEST_CASE("an item that is not there cannot be described", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  DiskFacts disk(store.dir(), store.folder());
  CHECK_THROWS_AS(disk.measured(test::path_named("gone")), Error);
  CHECK_THROWS_AS(disk.described(test::path_named("gone")), Error);
}

}  // namespace cairn
