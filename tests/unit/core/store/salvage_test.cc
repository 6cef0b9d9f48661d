// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what can be read.
#include "core/store/salvage.hh"

#include "core/store/statement.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

struct Place : test::StorePlace {
  Place() {
    Store store(layout);
    a = test::add_item(store, "a");
    b = test::add_item(store, "b", {a});
  }
  std::string database() const { return layout.physical_state() + "/db"; }
  Salvage read() const { return salvage(layout.store, database()); }
  void run(const char* statement) const {
    DatabaseFile(database() + "/db.sqlite").execute(statement);
  }
  StorePath a = test::path_named("a"), b = a;
};

}  // namespace

TEST_CASE("all of a sound database is read", "[core/store]") {
  Place place;
  Salvage found = place.read();
  Store store(place.layout);
  CHECK(found.items.at(place.a) == store.get(place.a));
  CHECK(found.items.at(place.b) == store.get(place.b));
}

TEST_CASE("a row that says what cannot be is passed over and so is what needs it", "[core/store]") {
  Place place;
  place.run("UPDATE ValidPaths SET hash = 'nonsense' WHERE path LIKE '%-a'");
  CHECK(place.read().items.empty());
}

TEST_CASE("without references no item is known", "[core/store]") {
  Place place;
  place.run("DROP TABLE Refs");
  CHECK(place.read().items.empty());
}

TEST_CASE("where there is no database nothing is found", "[core/store]") {
  TemporaryDirectory folder;
  CHECK(salvage(StoreDir(), folder.path()).items.empty());
  write_file_at(folder.fd(), "db.sqlite", "this is no database, it is a text that is long enough");
  CHECK(salvage(StoreDir(), folder.path()).items.empty());
}

}  // namespace cairn
