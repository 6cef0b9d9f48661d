// SPDX-License-Identifier: GPL-3.0-or-later
// Does what lies on disk agree with what is registered.
#include "core/store/verify.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/resource.h>

namespace cairn {

namespace {

struct Place : test::StorePlace {
  Store store{layout};
  StorePath a = test::add_item(store, "a");
  StorePath b = test::add_item(store, "b", {a});

  std::string file(const StorePath& item) const { return layout.physical_item(item); }
  std::string print(const StorePath& item) const { return store.dir().print(item); }
};

}  // namespace

TEST_CASE("a sound store has no problems", "[core/store]") {
  Place place;
  write_file_at(place.store.folder(), test::path_named("left").base_name(), "x");
  VerifyReport report = test::verified(place.store);
  CHECK(report.problems.empty());
  CHECK(report.items == 2);
  CHECK(report.leftovers == 1);
}

TEST_CASE("a changed item is found when contents are looked at", "[core/store]") {
  Place place;
  chmod(place.file(place.a).c_str(), 0644);
  write_file_at(place.store.folder(), place.a.base_name(), "changed", 0444);
  NoEvents nobody;
  CHECK(verify(place.store, false, false, nobody).problems.empty());
  std::vector<std::string> problems = test::verified(place.store).problems;
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].starts_with(place.print(place.a) + " was changed: its hash is sha256-"));
  CHECK(problems[1].starts_with(place.print(place.a) + " has time "));
}

TEST_CASE("an item that is not canonical is found even if its hash is right", "[core/store]") {
  Place place;
  chmod(place.file(place.b).c_str(), 0644);
  CHECK(test::verified(place.store).problems ==
        std::vector<std::string>{place.print(place.b) + " has mode 644"});
}

TEST_CASE("an item that is gone from the disk is found, and not forgotten while it is needed",
          "[core/store]") {
  Place place;
  unlink(place.file(place.a).c_str());
  std::vector<std::string> gone = {place.print(place.a) +
                                   " is valid but has gone from the disk; add it again"};
  CHECK(test::verified(place.store).problems == gone);
  CHECK(test::verified(place.store, true).problems == gone);  // b refers to it
}

TEST_CASE("what is gone is forgotten unless a root keeps it", "[core/store]") {
  Place place;
  StorePath loose = test::path_named("loose"), rooted = test::path_named("rooted");
  place.store.database().write_transaction([&] {
    for (const char* name : {"loose", "rooted"}) {
      place.store.database().insert(test::info_named(name));
    }
  });
  Fd roots = open_directory(place.layout.physical_state() + "/gcroots");
  replace_link_at(roots.get(), "root", place.print(rooted));
  CHECK(test::verified(place.store).problems.size() == 2);
  std::vector<std::string> problems = test::verified(place.store, true).problems;
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].starts_with(place.print(rooted) + " is valid but has gone from the disk"));
  CHECK(place.store.is_valid(rooted));
  CHECK(!place.store.is_valid(loose));
}

TEST_CASE("items that are gone and refer to each other are forgotten together", "[core/store]") {
  Place place;
  place.store.database().write_transaction([&] {
    auto& database = place.store.database();
    database.insert(test::info_named("x", {test::path_named("y"), place.a}));
    database.insert(test::info_named("y", {test::path_named("x"), test::path_named("y")}));
  });
  CHECK(test::verified(place.store).problems.size() == 2);
  CHECK(test::verified(place.store, true).problems.empty());
  CHECK(place.store.database().all_items().size() == 2);
}

TEST_CASE("an item that cannot be read is a problem, not the end", "[core/store]") {
  Place place;
  unlink(place.file(place.a).c_str());
  mkfifo(place.file(place.a).c_str(), 0444);
  std::vector<std::string> problems = test::verified(place.store).problems;
  REQUIRE(!problems.empty());
  CHECK(problems[0].starts_with(place.print(place.a) + " cannot be read: "));
}

TEST_CASE("deep trees are sound however few files may be open", "[core/store]") {
  Place place;
  for (int tree = 0; tree < 8; ++tree) {
    TemporaryDirectory folder;
    std::string deepest = folder.path() + "/tree";
    for (int level = 0; level < 50; ++level) deepest += "/x";
    make_directories(deepest);
    Fd inner = open_directory(deepest);
    for (int file = 0; file < 200; ++file) {
      write_file_at(inner.get(), fmt::format("{}", file), fmt::format("{} {}", tree, file));
    }
    place.store.add_tree("tree", ContentMethod::recursive, HashAlgorithm::sha256, folder.fd(),
                         "tree");
  }
  CHECK(test::holds_in_child([&] {
    rlimit few{100, 100};
    setrlimit(RLIMIT_NOFILE, &few);
    std::vector<std::string> problems = test::verified(place.store).problems;
    for (const std::string& problem : problems) std::cerr << problem << '\n';
    return problems.empty();
  }));
}

}  // namespace cairn
