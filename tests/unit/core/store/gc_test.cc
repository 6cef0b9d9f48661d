// SPDX-License-Identifier: GPL-3.0-or-later
// The garbage collector.
#include "core/store/gc.hh"

#include "core/store/optimise.hh"
#include "core/store/statement.hh"
#include "tests/unit/core/store/test_store.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <fcntl.h>
#include <random>
#include <signal.h>

namespace cairn {

using test::message_of;
using test::path_named;
using Action = GcRequest::Action;

namespace {

// A store that is opened anew by those who add to it: their temporary roots end with them.
struct Place : test::StorePlace {
  Place() { Store make_folders(layout); }

  StorePath add(const std::string& name, const StorePathSet& references = {}) const {
    Store store(layout);
    return test::add_item(store, name, references);
  }

  GcResult collect(const GcRequest& request) const {
    Store store(layout);
    NoEvents nobody;
    return collect_garbage(store, request, nobody);
  }

  std::vector<StorePath> valid() const { return Store(layout).database().all_items(); }

  VerifyReport verified() const {
    Store store(layout);
    return test::verified(store);
  }
};

std::vector<StorePath> sorted(std::vector<StorePath> items) {
  std::sort(items.begin(), items.end());
  return items;
}

// A hundred items, each a folder with COUNT files of SIZE bytes, none like another.
void add_files(const Place& place, int count, std::size_t size) {
  Store store(place.layout);
  std::mt19937 random(1);
  for (int item = 0; item < 100; ++item) {
    TemporaryDirectory made;
    for (int file = 0; file < count; ++file) {
      std::string content = fmt::format("{} {}", item, file);
      while (content.size() < size) content += static_cast<char>(random());
      write_file_at(made.fd(), std::to_string(file), content);
    }
    store.add_tree(std::to_string(item), ContentMethod::recursive, HashAlgorithm::sha256, AT_FDCWD,
                   made.path());
  }
}

void merge_files(const Place& place) {
  Store store(place.layout);
  NoEvents nobody;
  optimise(store, nobody);
}

// Make all valid items leftovers.
void forget_all(const Place& place) {
  Store store(place.layout);
  Database& database = store.database();
  database.write_transaction([&] { database.remove(database.all_items()); });
}

// Work done over and over by a process of its own until the time is up.
pid_t repeated(const std::function<void(int)>& work) {
  return test::start([&] {
    auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1500);
    for (int round = 0; std::chrono::steady_clock::now() < end; ++round) work(round);
    return true;
  });
}

// Add items that others add and collect as well; each must be there when we are told that it is.
void add_and_look(const Layout& layout, int round) {
  Store store(layout);
  std::vector<StorePath> added;
  for (int i = 0; i < 10; ++i) {
    StorePathSet references;
    if (!added.empty())
      references.insert(added[static_cast<std::size_t>(round + i) % added.size()]);
    added.push_back(test::add_item(store, fmt::format("item-{}", (round + i) % 15), references));
  }
  for (const StorePath& item : added) {
    if (!store.is_valid(item)) throw Error("{} was collected", item.base_name());
    if (!test::is_there(store, item)) throw Error("{} is not there", item.base_name());
  }
}

// Make a permanent root of an item that nobody else needs, and let go of the temporary one.
void add_and_root(const Layout& layout, int round) {
  Store store(layout);
  StorePath item = test::add_item(store, fmt::format("rooted-{}-{}", getpid(), round));
  add_permanent_root(layout, item.base_name(), item);
}

}  // namespace

TEST_CASE("an empty store has nothing to collect", "[core/store]") {
  Place place;
  for (Action action : {Action::list_live, Action::list_dead, Action::delete_dead}) {
    CHECK(place.collect({.action = action}).items.empty());
  }
}

TEST_CASE("live and dead items are listed, dead ones deleted", "[core/store]") {
  Place place;
  StorePath a = place.add("a"), b = place.add("b", {a}), c = place.add("c", {a});
  add_permanent_root(place.layout, "b", b);
  CHECK(place.collect({.action = Action::list_live}).items == sorted({a, b}));
  GcResult dead = place.collect({.action = Action::list_dead});
  CHECK(dead.items == std::vector{c});
  CHECK(dead.bytes == 4096);  // a block of the disk
  GcResult deleted = place.collect({.action = Action::delete_dead});
  CHECK(deleted.items == std::vector{c});
  CHECK(deleted.bytes == 4096);
  CHECK(place.valid() == sorted({a, b}));
  CHECK(place.verified().problems.empty());
  CHECK(place.verified().leftovers == 0);
}

TEST_CASE("a part of the garbage is what was not used for longest", "[core/store]") {
  Place place;
  StorePath a = place.add("a"), b = place.add("b"), c = place.add("c", {a});
  Database database(place.layout.store, place.layout.physical_state() + "/db");
  auto now = std::time(nullptr);
  auto use = [&](const StorePath& item, int later) {
    database.write_transaction(
        [&] { database.note_uses(database.rows_unused_since(now + later, {item}), now + later); });
  };
  use(b, 100);
  use(c, 200);  // and so what it refers to
  CHECK(place.collect({.action = Action::delete_dead, .enough = 1}).items == std::vector{b});
  CHECK(place.collect({.action = Action::delete_dead, .enough = 1}).items == std::vector{c});
  CHECK(place.valid() == std::vector{a});
}

TEST_CASE("what our own tables say of items that are gone is forgotten", "[core/store]") {
  Place place;
  StorePath a = place.add("a");
  std::string folder = place.layout.physical_state() + "/db";
  {
    Database database(place.layout.store, folder);
    auto later = std::time(nullptr) + 100;
    auto rows = database.rows_unused_since(later, {a});
    REQUIRE(rows.size() == 1);
    database.write_transaction([&] {
      database.note_uses(rows, later);
      database.insert_derivation(rows.front(), {.outputs = {}, .tells_inputs = true});
    });
    CHECK(database.rows_unused_since(later, {a}).empty());
    CHECK(database.planned_item(rows.front()).tells_inputs);
  }
  place.collect({.action = Action::delete_dead});
  DatabaseFile file(folder + "/db.sqlite");
  for (const char* rows : {"SELECT item FROM CairnUses", "SELECT item FROM CairnDerivations"}) {
    Statement search(file, rows);
    CHECK(!search.query().next());
  }
}

TEST_CASE("what a temporary root names is not collected", "[core/store]") {
  Place place;
  Store store(place.layout);
  StorePath a = test::add_item(store, "a"), b = test::add_item(store, "b", {a});
  CHECK(place.collect({.action = Action::delete_dead}).items.empty());
  NoEvents nobody;  // nor by the very process that holds it
  CHECK(collect_garbage(store, {.action = Action::delete_dead}, nobody).items.empty());
}

TEST_CASE("items that refer to each other or to themselves are deleted", "[core/store]") {
  Place place;
  {
    Store store(place.layout);
    store.database().write_transaction([&] {
      store.database().insert(test::info_named("a", {path_named("b"), path_named("a")}));
      store.database().insert(test::info_named("b", {path_named("a")}));
    });
    for (const char* name : {"a", "b"}) {
      write_file_at(store.folder(), path_named(name).base_name(), "x");
    }
  }
  CHECK(place.collect({.action = Action::delete_dead}).items.size() == 2);
  CHECK(place.valid().empty());
}

TEST_CASE("leftovers are collected, but for those that somebody is making", "[core/store]") {
  Place place;
  Store store(place.layout);
  StorePath valid = test::add_item(store, "valid");
  make_directory_at(store.folder(), path_named("left").base_name(), 0555);
  make_directory_at(store.folder(), path_named("needed").base_name());
  make_directory_at(store.folder(), "lost+found");
  make_directory_at(store.folder(), ".links");
  store.temporary_roots().add(path_named("needed"));
  std::vector<StorePath> left = {path_named("left")};
  CHECK(place.collect({.action = Action::list_dead}).items == left);
  CHECK(place.collect({.action = Action::delete_dead}).items == left);
  CHECK(test::is_there(store, path_named("needed")));
  CHECK(status_at(store.folder(), "lost+found"));
  CHECK(status_at(store.folder(), ".links"));
  CHECK(store.is_valid(valid));
}

TEST_CASE("named items are deleted if they are dead and nothing else refers to them",
          "[core/store]") {
  Place place;
  StorePath a = place.add("a"), b = place.add("b", {a}), c = place.add("c"), d = place.add("d");
  add_permanent_root(place.layout, "c", c);
  auto remove = [&](const StorePathSet& these) {
    return place.collect({.action = Action::delete_these, .these = these}).items;
  };
  StoreDir dir;
  CHECK(message_of([&] { remove({a}); }) ==
        fmt::format("cannot delete {}: {} refers to it", dir.print(a), dir.print(b)));
  CHECK(message_of([&] { remove({c}); }) ==
        fmt::format("cannot delete {}: it is alive", dir.print(c)));
  CHECK(place.valid().size() == 4);
  CHECK(remove({a, b}) == sorted({a, b}));
  CHECK(remove({path_named("unknown")}).empty());
  CHECK(place.valid() == sorted({c, d}));
}

TEST_CASE("a collection ends when enough was freed, and what is left is sound", "[core/store]") {
  Place place;
  {
    Store store(place.layout);
    StorePathSet before;
    for (int i = 0; i < 50; ++i) {
      StorePath item = store.add_text(std::to_string(i), std::string(100000, 'x'), before);
      before = {item};
    }
  }
  GcResult result = place.collect({.action = Action::delete_dead, .enough = 1000000});
  CHECK(result.bytes >= 1000000);
  CHECK(result.bytes <= 1200000);
  CHECK(place.verified().problems.empty());
  CHECK(place.valid().size() + result.items.size() == 50);
  CHECK(place.collect({.action = Action::delete_dead, .enough = 0}).items.empty());
  std::size_t left = place.valid().size();
  CHECK(place.collect({.action = Action::delete_dead}).items.size() == left);
}

TEST_CASE("until enough is free as much goes of merged files as of others", "[core/store]") {
  auto [work, enough] = GENERATE(table<std::string, std::uint64_t>(
      {{"large", 4'000'000}, {"tiny", 500'000}, {"left", 500'000}}));
  CAPTURE(work);
  std::vector<std::size_t> deleted;
  for (bool is_merged : {false, true}) {
    Place place;
    add_files(place, work == "tiny" ? 60 : 1,
              work == "large"  ? 100'000
              : work == "left" ? 20'000
                               : 1);
    if (is_merged) merge_files(place);
    if (work == "left") forget_all(place);
    GcResult result = place.collect({.action = Action::delete_dead, .enough = enough});
    CHECK(result.bytes >= enough);
    deleted.push_back(result.items.size());
  }
  CHECK(deleted[0] < 100);
  CHECK(deleted[0] == deleted[1]);
}

TEST_CASE("merged files that nothing has any more are enough by themselves", "[core/store]") {
  Place place;
  add_files(place, 1, 100'000);
  merge_files(place);
  remove_tree_at(Store(place.layout).folder(), place.valid().front().base_name());
  GcResult result = place.collect({.action = Action::delete_dead, .enough = 50'000});
  CHECK(result.items.empty());
  CHECK(result.bytes >= 100'000);
}

TEST_CASE("roots of all kinds are listed if they keep something", "[core/store]") {
  Place place;
  Store store(place.layout);
  StorePath a = test::add_item(store, "a");
  add_permanent_root(place.layout, "a", a);
  add_permanent_root(place.layout, "nothing", path_named("nothing"));
  CHECK(all_roots(store) == std::vector<Root>{{"/var/cairn/gcroots/a", a}, {"{temporary}", a}});
}

TEST_CASE("an ordinary user collects in a store of its own", "[core/store]") {
  Place place;
  TemporaryDirectory folder;
  chmod(folder.path().c_str(), 0777);
  CHECK(test::holds_in_child([&] {
    test::drop_rights();
    Layout layout{.root = folder.path()};
    std::string source = folder.path() + "/source/deep/er";
    make_directories(source);
    {
      Store store(layout);
      store.add_tree("tree", ContentMethod::recursive, HashAlgorithm::sha256, AT_FDCWD,
                     folder.path() + "/source");
    }
    Store store(layout);
    NoEvents nobody;
    GcResult result = collect_garbage(store, {.action = Action::delete_dead}, nobody);
    return result.items.size() == 1 && list_directory(store.folder()).size() == 1;
  }));
}

TEST_CASE("adding and collecting at the same time loses nothing", "[core/store][slow]") {
  Place place;
  const Layout& layout = place.layout;
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    children.push_back(repeated([&](int round) { add_and_look(layout, round * 7 + i); }));
  }
  children.push_back(repeated([&](int round) { add_and_root(layout, round); }));
  for (int i = 0; i < 2; ++i) {
    children.push_back(repeated([&](int) { place.collect({.action = Action::delete_dead}); }));
  }
  for (pid_t child : children) CHECK(test::status_of(child) == 0);
  std::vector<Root> roots = permanent_roots(layout);
  CHECK(!roots.empty());
  for (const Root& root : roots) CHECK(Store(layout).is_valid(root.item));
  place.collect({.action = Action::delete_dead});
  VerifyReport report = place.verified();
  for (const std::string& problem : report.problems) WARN(problem);
  CHECK(report.problems.empty());
  CHECK(report.leftovers == 0);
  CHECK(report.items == roots.size());
}

TEST_CASE("whenever a collector is killed, the store verifies", "[core/store][slow]") {
  Place place;
  std::mt19937 random(1);
  for (int round = 0; round < 5; ++round) {
    {
      Store store(place.layout);
      std::vector<TextItem> texts;
      StorePathSet before;
      for (int i = 0; i < 1200; ++i) {
        texts.push_back({std::to_string(i), fmt::format("{} of {}", i, round), before});
        if (i % 5 == 0)
          before = {text_path(store.dir(), texts.back().name, texts.back().text,
                              texts.back().references)};
      }
      std::vector<StorePath> paths = store.add_texts(texts);
      add_permanent_root(place.layout, fmt::format("root-{}", round), paths[500]);
    }
    Pipe begin = make_pipe();
    pid_t child = test::start([&] {
      Store store(place.layout);
      NoEvents nobody;
      write_fully(begin.write_end.get(), "x", "a pipe");
      collect_garbage(store, {.action = Action::delete_dead}, nobody);
      return true;
    });
    char byte;
    FdSource(begin.read_end.get(), "a pipe").read_exactly({&byte, 1});
    usleep(static_cast<useconds_t>(random() % 100000));
    kill(child, SIGKILL);
    test::status_of(child);
    Store store(place.layout);
    NoEvents nobody;
    REQUIRE(verify(store, false, false, nobody).problems.empty());
  }
  place.collect({.action = Action::delete_dead});
  VerifyReport report = place.verified();
  CHECK(report.problems.empty());
  CHECK(report.leftovers == 0);
  CHECK(report.items == 5 * 101);
}

}  // namespace cairn
