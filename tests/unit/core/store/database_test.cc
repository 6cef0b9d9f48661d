// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of items.
#include "core/store/database.hh"

#include "core/base/files.hh"
#include "core/store/statement.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <ctime>
#include <fcntl.h>

namespace cairn {

using test::info_named;
using test::message_of;
using test::path_named;

namespace {

struct Place {
  TemporaryDirectory folder;
  Database database{StoreDir(), folder.path()};

  void insert(const std::vector<ItemInfo>& infos) { test::insert(database, infos); }
};

ItemInfo full_info() {
  ItemInfo info = info_named("full", {path_named("a"), path_named("full")});
  info.deriver = path_named("full.drv");
  info.registered = 1700000000;
  info.nar_size = std::uint64_t{1} << 40;
  info.ultimate = true;
  info.signatures = {"key-1:AAAA", "key-2:BBBB"};
  info.content_address = {ContentMethod::recursive, hash_of(HashAlgorithm::sha256, "x")};
  return info;
}

}  // namespace

TEST_CASE("all that is known of an item comes back as it went in", "[core/store]") {
  Place place;
  place.insert({info_named("a"), full_info()});
  CHECK(place.database.find(path_named("full")) == full_info());
  CHECK(place.database.find(path_named("a")) == info_named("a"));
  CHECK(place.database.find(path_named("b")) == std::nullopt);
}

TEST_CASE("items are stored in the words of Nix", "[core/store]") {
  Place place;
  place.insert({info_named("a"), full_info()});
  DatabaseFile raw(place.folder.path() + "/db.sqlite");
  Statement statement(raw,
                      "SELECT path, hash, deriver, narSize, ultimate, sigs, ca FROM ValidPaths");
  Rows rows = statement.query();
  REQUIRE(rows.next());
  CHECK(rows.text(0) == "/cairn/store/" + path_named("a").base_name());
  CHECK(rows.text(1) == "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
  for (int column : {2, 4, 5, 6}) CHECK(rows.is_null(column));
  REQUIRE(rows.next());
  CHECK(rows.text(2) == "/cairn/store/" + path_named("full.drv").base_name());
  CHECK(rows.integer(3) == std::int64_t{1} << 40);
  CHECK(rows.integer(4) == 1);
  CHECK(rows.text(5) == "key-1:AAAA key-2:BBBB");
  CHECK(rows.text(6).starts_with("fixed:r:sha256:"));
}

TEST_CASE("items of one transaction may refer to each other", "[core/store]") {
  Place place;
  place.insert({info_named("a", {path_named("b")}), info_named("b", {path_named("a")})});
  CHECK(place.database.references(path_named("a")) == StorePathSet{path_named("b")});
  CHECK(place.database.referrers(path_named("a")) == StorePathSet{path_named("b")});
  CHECK(place.database.closure({path_named("a")}).size() == 2);
}

TEST_CASE("an item that refers to nothing valid is refused with its transaction", "[core/store]") {
  Place place;
  CHECK(message_of([&] {
          place.insert({info_named("a"), info_named("b", {path_named("c")})});
        }) == fmt::format("cannot register /cairn/store/{}: it refers to /cairn/store/{}, which is "
                          "not valid",
                          path_named("b").base_name(), path_named("c").base_name()));
  CHECK(place.database.all_items().empty());
  place.insert({info_named("a")});  // and nothing of it is left for the next one
  CHECK(place.database.all_items() == std::vector{path_named("a")});
}

TEST_CASE("a transaction whose work throws leaves nothing behind", "[core/store]") {
  Place place;
  auto work = [&] {
    place.database.insert(info_named("a"));
    throw Error("no");
  };
  CHECK(message_of([&] { place.database.write_transaction(work); }) == "no");
  CHECK(!place.database.is_valid(path_named("a")));
}

TEST_CASE("the closure follows references, or referrers when backwards", "[core/store]") {
  Place place;
  StorePath a = path_named("a"), b = path_named("b"), c = path_named("c"), d = path_named("d");
  place.insert(
      {info_named("a", {a, b}), info_named("b", {c}), info_named("c"), info_named("d", {c})});
  CHECK(place.database.closure({a}) == StorePathSet{a, b, c});
  CHECK(place.database.closure({b, d}) == StorePathSet{b, c, d});
  CHECK(place.database.closure({c}, true) == StorePathSet{a, b, c, d});
  CHECK(place.database.closure({d}, true) == StorePathSet{d});
  CHECK(place.database.closure({path_named("unknown")}).empty());
  CHECK(place.database.closure({}).empty());
}

TEST_CASE("an item is found by its hash part alone", "[core/store]") {
  Place place;
  place.insert({info_named("a"), info_named("b")});
  StorePath a = path_named("a");
  CHECK(place.database.find_by_hash_part(a.hash_part()) == a);
  CHECK(place.database.find_by_hash_part(path_named("c").hash_part()) == std::nullopt);
  CHECK(place.database.find_by_hash_part("00000000000000000000000000000000") == std::nullopt);
}

TEST_CASE("the outputs of a derivation are known before they are valid", "[core/store]") {
  Place place;
  StorePath derivation = path_named("x.drv");
  std::map<std::string, StorePath> outputs = {{"out", path_named("x")},
                                              {"lib", path_named("x-lib")}};
  place.database.write_transaction([&] {
    place.database.insert_derivation(place.database.insert(info_named("x.drv")), {outputs});
  });
  CHECK(place.database.derivation_outputs(derivation) == outputs);
  CHECK(place.database.derivation_outputs(path_named("y.drv")).empty());
  CHECK(place.database.valid_derivers(path_named("x")) == StorePathSet{derivation});
  CHECK(place.database.derivation_output_pairs().size() == 2);
  place.database.write_transaction([&] { place.database.remove(derivation); });
  CHECK(place.database.derivation_outputs(derivation).empty());
  CHECK(place.database.valid_derivers(path_named("x")).empty());
}

TEST_CASE("the source ledger tells who gave a content, and outlives the items", "[core/store]") {
  Place place;
  Hash hash = hash_of(HashAlgorithm::sha256, "content");
  Database& database = place.database;
  CHECK(database.source_addresses(hash).empty());
  for (const char* address : {"http://a/x", "http://b/x", "http://a/x"}) {
    database.write_transaction([&] { database.insert_source(hash, address); });
  }
  CHECK(database.source_addresses(hash) == std::vector<std::string>{"http://a/x", "http://b/x"});
  CHECK(database.source_addresses(hash_of(HashAlgorithm::sha256, "other")).empty());
}

TEST_CASE("signatures are added to those that are there", "[core/store]") {
  Place place;
  place.insert({info_named("a")});
  auto sign = [&](const std::set<std::string>& signatures) {
    place.database.write_transaction(
        [&] { place.database.add_signatures(path_named("a"), signatures); });
  };
  sign({"k:2"});
  sign({"k:1", "k:2"});
  CHECK(place.database.find(path_named("a"))->signatures == std::set<std::string>{"k:1", "k:2"});
  CHECK(message_of([&] {
          place.database.write_transaction(
              [&] { place.database.add_signatures(path_named("b"), {"k:1"}); });
        }).ends_with(" is not valid and cannot be signed"));
}

TEST_CASE("items that refer to each other or themselves are forgotten together", "[core/store]") {
  Place place;
  StorePath a = path_named("a"), b = path_named("b"), c = path_named("c");
  place.insert({info_named("a", {b, a}), info_named("b", {a}), info_named("c")});
  place.database.write_transaction([&] { place.database.remove({a, b, path_named("unknown")}); });
  CHECK(place.database.all_items() == std::vector{c});
}

TEST_CASE("an item that another one refers to cannot be forgotten", "[core/store]") {
  Place place;
  place.insert({info_named("a", {path_named("b")}), info_named("b")});
  CHECK(message_of([&] {
          place.database.write_transaction([&] { place.database.remove(path_named("b")); });
        }).starts_with("cannot forget /cairn/store/"));
  CHECK(place.database.is_valid(path_named("b")));
  CHECK(place.database.references(path_named("a")).size() == 1);
}

TEST_CASE("the graph holds all items with sizes, derivers and references", "[core/store]") {
  Place place;
  ItemInfo b = info_named("b");
  b.deriver = path_named("a");
  place.insert({info_named("a", {path_named("b")}), b});
  ItemGraph graph = place.database.graph();
  REQUIRE(graph.items.size() == 2);
  std::uint32_t first = graph.number_of(path_named("a")), second = graph.number_of(path_named("b"));
  CHECK(graph.references(first).size() == 1);
  CHECK(graph.references(first)[0] == second);
  CHECK(graph.references(second).empty());
  CHECK(graph.derivers[second] == first);
  CHECK(graph.sizes[first] == 100);
  CHECK(place.database.registered_after(graph.newest_row).empty());
  place.insert({info_named("c")});
  CHECK(place.database.registered_after(graph.newest_row) == StorePathSet{path_named("c")});
}

TEST_CASE("an item that comes back counts as new", "[core/store]") {
  Place place;
  place.insert({info_named("a")});
  ItemGraph graph = place.database.graph();
  place.database.write_transaction([&] { place.database.remove(path_named("a")); });
  place.insert({info_named("a")});
  CHECK(place.database.registered_after(graph.newest_row) == StorePathSet{path_named("a")});
}

TEST_CASE("a write transaction keeps other writers out, but no readers", "[core/store]") {
  Place place;
  Pipe inside = make_pipe(), leave = make_pipe();
  pid_t child = test::start([&] {
    Database other(StoreDir(), place.folder.path());
    other.write_transaction([&] {
      other.insert(info_named("a"));
      write_fully(inside.write_end.get(), "x", "a pipe");
      char byte;
      FdSource(leave.read_end.get(), "a pipe").read_exactly({&byte, 1});
    });
    return true;
  });
  char byte;
  FdSource(inside.read_end.get(), "a pipe").read_exactly({&byte, 1});
  CHECK(!place.database.is_valid(path_named("a")));
  DatabaseFile impatient(place.folder.path() + "/db.sqlite");
  sqlite3_busy_timeout(impatient.get(), 0);
  CHECK(!impatient.try_execute("BEGIN IMMEDIATE"));
  write_fully(leave.write_end.get(), "x", "a pipe");
  bool was_valid_inside = false;  // no commit is lost between the two
  place.database.write_transaction(
      [&] { was_valid_inside = place.database.is_valid(path_named("a")); });
  CHECK(was_valid_inside);
  CHECK(test::status_of(child) == 0);
}

TEST_CASE("a damaged database is found by its own check", "[core/store]") {
  Place place;
  std::vector<ItemInfo> infos;
  for (int i = 0; i < 2000; ++i) infos.push_back(info_named(std::to_string(i)));
  place.insert(infos);
  CHECK(place.database.integrity_problems().empty());
  place.database.checkpoint();
  Fd file = open_at(place.folder.fd(), "db.sqlite", O_WRONLY);
  std::string garbage(3000, 'x');
  for (off_t at = 40960; at < 200000; at += 40960) {
    REQUIRE(pwrite(file.get(), garbage.data(), garbage.size(), at + 500) == 3000);
  }
  Database again(StoreDir(), place.folder.path());
  std::string said;
  try {
    for (const std::string& problem : again.integrity_problems()) said += problem;
  } catch (const Error& error) {
    said = error.message();
  }
  CHECK(said.find(place.folder.path() + "/db.sqlite") != std::string::npos);
}

TEST_CASE("a closure of thousands of items takes milliseconds", "[core/store]") {
  Place place;
  std::vector<ItemInfo> infos;
  for (int i = 0; i < 5000; ++i) {
    StorePathSet references;
    for (int step : {1, 7, 50, 300}) {
      if (i >= step) references.insert(path_named(std::to_string(i - step)));
    }
    infos.push_back(info_named(std::to_string(i), references));
  }
  place.insert(infos);
  std::clock_t begin = std::clock();
  CHECK(place.database.closure({path_named("4999")}).size() == 5000);
  CHECK(std::clock() - begin < CLOCKS_PER_SEC / 5);  // 20 ms; more under sanitizers
}

}  // namespace cairn
