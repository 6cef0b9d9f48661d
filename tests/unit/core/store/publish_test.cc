// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in Staging becomes valid: all of it or nothing, whenever we are killed.
#include "core/derivation/aterm.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/store.hh"
#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>
#include <signal.h>

namespace cairn {

using test::message_of;
using test::path_named;

namespace {

// A folder with one file, in Staging: as the output of a build would lie there.
StagedItem staged(Store& store, const std::string& name, const StorePathSet& references = {}) {
  std::string place = store.staging().fresh_name();
  TreeWriter tree(store.staging().fd(), place);
  tree.begin_directory("");
  tree.begin_file("file", false, name.size());
  tree.contents(name);
  tree.end_file();
  tree.end_directory();
  Hasher hasher(HashAlgorithm::sha256);
  NarWriter archive(hasher);
  nar::walk(store.staging().fd(), place, archive);
  Hash hash = hasher.finish();
  return {place,
          {.path = path_named(name),
           .nar_hash = hash,
           .nar_size = hasher.size(),
           .references = references},
          1};
}

std::string content(Store& store, const std::string& name) {
  return read_file(store.layout().physical_item(path_named(name)) + "/file");
}

bool is_empty(Staging& staging) {
  return list_directory(staging.fd()).empty();
}

}  // namespace

TEST_CASE("published items are valid, canonical, in their place and rooted", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  store.publish({staged(store, "a"), staged(store, "b", {path_named("a"), path_named("b")})});
  CHECK(content(store, "b") == "b");
  CHECK(store.get(path_named("b")).references == StorePathSet{path_named("a"), path_named("b")});
  CHECK(store.get(path_named("a")).registered > 1700000000);
  CHECK(test::verified(store).problems.empty());
  CHECK(is_empty(store.staging()));
  CollectorLock lock(place.layout);
  CHECK(read_temporary_roots(place.layout, lock).size() == 2);
}

TEST_CASE("items that are published together may refer to each other", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  store.publish({staged(store, "a", {path_named("a"), path_named("b")}), staged(store, "b")});
  CHECK(test::verified(store).problems.empty());
  CHECK(store.database().closure({path_named("a")}).size() == 2);
}

TEST_CASE("items that refer to each other in a circle are refused", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  std::vector<StagedItem> items = {staged(store, "a", {path_named("b")}),
                                   staged(store, "b", {path_named("c")}),
                                   staged(store, "c", {path_named("a")})};
  CHECK_THROWS_WITH(store.publish(items),
                    Catch::StartsWith("cannot register: items refer to each other in a circle: "));
  CHECK(store.database().all_items().empty());
  CHECK(is_empty(store.staging()));
}

TEST_CASE("an item that refers to nothing valid is refused, and nothing happened", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  std::vector<StagedItem> items = {staged(store, "a"), staged(store, "b", {path_named("c")})};
  CHECK(message_of([&] { store.publish(items); }) ==
        fmt::format("cannot register {}: it refers to {}, which is not valid",
                    store.dir().print(path_named("b")), store.dir().print(path_named("c"))));
  CHECK(store.database().all_items().empty());
  CHECK(list_directory(store.folder()) == std::vector<std::string>{".new"});
  CHECK(is_empty(store.staging()));
}

TEST_CASE("what was placed before a failure is taken back", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  StagedItem missing = staged(store, "b");
  missing.name = "absent";
  CHECK(message_of([&] {
          store.publish({staged(store, "a"), missing});
        }) == fmt::format("cannot move absent to {}: No such file or directory",
                          path_named("b").base_name()));
  CHECK(store.database().all_items().empty());
  CHECK(list_directory(store.folder()) == std::vector<std::string>{".new"});
}

TEST_CASE("an item that is valid already is left as it is", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  store.publish({staged(store, "a")});
  ItemInfo before = store.get(path_named("a"));
  store.publish({staged(store, "a", {}), staged(store, "b")});
  store.publish({staged(store, "c"), staged(store, "c")});
  CHECK(store.get(path_named("a")) == before);
  CHECK(store.database().all_items().size() == 3);
  CHECK(is_empty(store.staging()));
  CHECK(test::verified(store).problems.empty());
}

TEST_CASE("a valid item that has gone from the disk comes again, if it is the same",
          "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  store.publish({staged(store, "a")});
  auto known = store.get(path_named("a"));
  std::filesystem::remove_all(place.layout.physical_item(path_named("a")));
  CHECK(!store.is_there(path_named("a")));
  StagedItem other = staged(store, "b");
  other.info.path = path_named("a");
  CHECK_THROWS_WITH(store.publish({other}), Catch::Contains("is not the same"));
  CHECK(!store.is_there(path_named("a")));
  store.publish({staged(store, "a"), staged(store, "c")});
  CHECK(content(store, "a") == "a");
  CHECK(store.get(path_named("a")) == known);
  CHECK(store.is_there(path_named("c")));
  CHECK(test::verified(store).problems.empty());
  CHECK(is_empty(store.staging()));
}

TEST_CASE("a text that has gone from the disk comes again", "[core/store]") {
  test::StorePlace place;
  bool flushes = GENERATE(true, false);
  Store store(place.layout);
  store.flush_on_add(flushes);
  StorePath text = store.add_text("text", "words", {});
  std::filesystem::remove(place.layout.physical_item(text));
  CHECK(store.add_text("text", "words", {}) == text);
  CHECK(read_file(place.layout.physical_item(text)) == "words");
  CHECK(test::verified(store).problems.empty());
}

TEST_CASE("what lies unregistered in the place of an item is replaced", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Fd leftover = make_directory_at(store.folder(), path_named("a").base_name());
  write_file_at(leftover.get(), "file", "spoiled");
  write_file_at(store.folder(), path_named("b").base_name(), "not even a folder");
  CHECK(test::verified(store).leftovers == 2);
  store.publish({staged(store, "a"), staged(store, "b")});
  CHECK(content(store, "a") == "a");
  CHECK(is_empty(store.staging()));
  CHECK(test::verified(store).problems.empty());
}

TEST_CASE("a small text is canonical in its place, whatever lay there", "[core/store]") {
  struct Setting {
    bool flushes;
    bool merges;
  };
  // Where neither is done a text is written where it shall lie.
  for (Setting setting : {Setting{false, false}, {true, false}, {false, true}, {true, true}}) {
    test::StorePlace place;
    Store store(place.layout);
    store.flush_on_add(setting.flushes);
    store.merge_on_add(setting.merges);
    StorePath path = text_path(store.dir(), "a", "text", {});
    make_directory_at(store.folder(), path.base_name());
    CHECK(store.add_text("a", "text", {}) == path);
    auto status = status_at(store.folder(), path.base_name());
    REQUIRE((status && S_ISREG(status->st_mode)));
    CHECK((status->st_mode & 07777) == 0444);
    CHECK(status->st_mtim.tv_sec == 1);
    CHECK(is_empty(store.staging()));
    CHECK(test::verified(store).problems.empty());
  }
}

TEST_CASE("small texts that were placed before a failure are taken back", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  store.flush_on_add(false);
  StagedItem first{"first", test::info_named("a"), 1, "text"};
  StagedItem missing = staged(store, "b");
  missing.name = "absent";
  CHECK_THROWS_WITH(store.publish({first, missing}), Catch::Contains("cannot move absent"));
  CHECK(store.database().all_items().empty());
  CHECK(list_directory(store.folder()) == std::vector<std::string>{".new"});
  CHECK(!status_at(store.staging().fd(), "first"));
}

TEST_CASE("a text that another process has added meanwhile is left as it is", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Store other(place.layout);
  StorePath path = other.add_text("a", "text", {});
  store.flush_on_add(false);
  // Its archive, as of something else, is what counts no more.
  StagedItem again{"again", other.get(path), 1, "TEXT"};
  store.publish({again});
  CHECK(read_file(place.layout.physical_item(path)) == "text");
}

TEST_CASE("a derivation registers its outputs; a text of such a name has none", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Derivation derivation;
  derivation.name = "x";
  derivation.outputs.emplace("lib", DerivationOutput{path_named("x-lib")});
  derivation.outputs.emplace("out", DerivationOutput{path_named("x")});
  derivation.system = "x86_64-linux";
  derivation.builder = "/bin/sh";
  StorePath path = store.add_text("x.drv", print_aterm(store.dir(), derivation), {});
  CHECK(store.database().derivation_outputs(path).size() == 2);
  CHECK(store.database().valid_derivers(path_named("x")) == StorePathSet{path});
  StorePath text = store.add_text("y.drv", "Derive(nothing)", {});
  CHECK(store.database().derivation_outputs(text).empty());
  // Too long to be kept in memory until it is published: it is read again.
  derivation.environment.emplace("long", std::string(100'000, 'x'));
  StorePath long_one = store.add_text("x.drv", print_aterm(store.dir(), derivation), {});
  CHECK(store.database().derivation_outputs(long_one).size() == 2);
  StorePath huge = store.add_text("z.drv", std::string((64 << 20) + 1, 'x'), {});
  CHECK(store.database().derivation_outputs(huge).empty());
}

TEST_CASE("an ordinary user publishes canonical items too", "[core/store]") {
  test::StorePlace place;
  chmod(place.folder.path().c_str(), 0777);
  CHECK(test::holds_in_child([&] {
    test::drop_rights();
    Store store(place.layout);
    make_directory_at(store.folder(), path_named("a").base_name(), 0555);
    store.publish({staged(store, "a"), staged(store, "b")});
    VerifyReport report = test::verified(store);
    for (const std::string& problem : report.problems) std::cerr << problem << "\n";
    return report.problems.empty() && report.items == 2 && is_empty(store.staging());
  }));
}

TEST_CASE("two processes that publish the same items make them once", "[core/store]") {
  test::StorePlace place;
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(test::start([&] {
      Store store(place.layout);
      for (int k = 0; k < 40; ++k) {
        store.publish({staged(store, std::to_string(k)), staged(store, std::to_string(k + 1))});
      }
      return true;
    }));
  }
  for (pid_t child : children) CHECK(test::status_of(child) == 0);
  Store store(place.layout);
  VerifyReport report = test::verified(store);
  CHECK(report.problems.empty());
  CHECK(report.items == 41);
  CHECK(report.leftovers == 0);
}

TEST_CASE("whenever a publisher is killed, the store verifies", "[core/store]") {
  test::StorePlace place;
  std::mt19937 random(1);
  std::uint64_t items = 0;
  for (int round = 0; round < 25; ++round) {
    Pipe ready = make_pipe();
    pid_t child = test::start([&] {
      Store store(place.layout);
      for (int k = 0;; ++k) {
        std::string name = fmt::format("{}-{}", round, k);
        store.flush_on_add(round % 2 == 0);
        if (round % 2 == 0) {
          StagedItem first = staged(store, name, {path_named(name + "x")});
          store.publish({first, staged(store, name + "x")});
        } else {
          store.add_texts({{name, name}, {name + "x", name}});
        }
        if (k == 0) write_fully(ready.write_end.get(), "x", "a pipe");
      }
      return true;
    });
    char byte;
    FdSource(ready.read_end.get(), "a pipe").read_exactly({&byte, 1});
    usleep(static_cast<useconds_t>(random() % 30000));
    kill(child, SIGKILL);
    test::status_of(child);
    Store store(place.layout);
    VerifyReport report = test::verified(store);
    REQUIRE(report.problems.empty());
    REQUIRE(report.items > items);  // what was valid stays so
    REQUIRE(report.items % 2 == 0);
    items = report.items;
    store.staging();
    Fd parent = open_directory(place.layout.physical_store() + "/.new");
    REQUIRE(list_directory(parent.get()).size() == 2);  // ours and its lock
  }
}

}  // namespace cairn
