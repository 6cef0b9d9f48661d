// SPDX-License-Identifier: GPL-3.0-or-later
// Permanent roots.
#include "core/store/roots.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <functional>
#include <thread>

namespace cairn {

using test::message_of;
using test::path_named;

namespace {

struct Place : test::StorePlace {
  Place() { Store make_folders(layout); }

  std::string state() const { return layout.physical_state(); }
  std::string item(const std::string& name) const { return layout.store.print(path_named(name)); }
  void link(const std::string& target, const std::string& path) const {
    checked(symlink(target.c_str(), path.c_str()), "cannot make the link {}", path);
  }
  std::vector<Root> roots() const { return permanent_roots(layout); }
};

Root root(const std::string& origin, const std::string& name) {
  return {origin, path_named(name)};
}

}  // namespace

TEST_CASE("a fresh store has no roots", "[core/store]") {
  CHECK(Place().roots().empty());
}

TEST_CASE("a permanent root is there until its link is deleted", "[core/store]") {
  Place place;
  add_permanent_root(place.layout, "mine", path_named("a"));
  add_permanent_root(place.layout, "users/me/deep", path_named("b"));
  add_permanent_root(place.layout, "mine", path_named("c"));
  CHECK(place.roots() == std::vector{root("/var/cairn/gcroots/mine", "c"),
                                     root("/var/cairn/gcroots/users/me/deep", "b")});
  unlink((place.state() + "/gcroots/mine").c_str());
  CHECK(place.roots().size() == 1);
}

TEST_CASE("a link keeps what it points to by another name of the root", "[core/store]") {
  Place place;
  TemporaryDirectory folder;
  place.link(place.layout.root, folder.path() + "/other");
  make_directories(folder.path() + "/foreign/cairn/store");
  place.link(folder.path() + "/other" + place.item("a"), folder.path() + "/result");
  place.link(folder.path() + "/foreign" + place.item("b"), folder.path() + "/foreign-result");
  add_indirect_root(place.layout, folder.path() + "/result");
  add_indirect_root(place.layout, folder.path() + "/foreign-result");
  CHECK(place.roots() == std::vector{root(folder.path() + "/result", "a")});
}

TEST_CASE("a root cannot be named out of its folder", "[core/store]") {
  Place place;
  for (const char* name : {"", "..", "../x", "a/../../x", "/x", "a/", ".", "a/./b"}) {
    CHECK(message_of([&] {
            add_permanent_root(place.layout, name, path_named("a"));
          }).ends_with("cannot be the name of a root"));
  }
  CHECK(place.roots().empty());
}

TEST_CASE("an indirect root keeps what a user's link points to, and goes with it", "[core/store]") {
  Place place;
  std::string link = place.folder.path() + "/result";
  place.link(place.item("a"), link);
  add_indirect_root(place.layout, link);
  add_indirect_root(place.layout, link);
  CHECK(place.roots() == std::vector{root(link, "a")});
  unlink(link.c_str());
  place.link(place.item("b") + "/bin/b", link);
  CHECK(place.roots() == std::vector{root(link, "b")});
  unlink(link.c_str());
  CHECK(place.roots().empty());
  Fd automatic = open_directory(place.state() + "/gcroots/auto");
  CHECK(list_directory(automatic.get()).size() == 1);
  prune_indirect_roots(place.layout, CollectorLock(place.layout));
  CHECK(list_directory(automatic.get()).empty());
  CHECK(message_of([&] { add_indirect_root(place.layout, "result"); }) ==
        "the link \"result\" is not an absolute path");
}

TEST_CASE("a place that cannot be is no root and stops no collector", "[core/store]") {
  Place place;
  std::string loop = place.folder.path() + "/loop";
  place.link(loop, loop);
  for (const std::string& link : {"/" + std::string(300, 'a'), loop + "/below"}) {
    add_indirect_root(place.layout, link);
    CHECK(place.roots().empty());
    prune_indirect_roots(place.layout, CollectorLock(place.layout));
  }
  Fd automatic = open_directory(place.state() + "/gcroots/auto");
  CHECK(list_directory(automatic.get()).empty());
}

TEST_CASE("an indirect root that is made while a collector looks stays", "[core/store]") {
  Place place;
  std::string link = place.folder.path() + "/result";
  add_indirect_root(place.layout, link);
  std::thread user;
  {
    CollectorLock lock(place.layout);
    user = std::thread([&] {
      place.link(place.item("a"), link);
      add_indirect_root(place.layout, link);
    });
    prune_indirect_roots(place.layout, lock);
  }
  user.join();
  prune_indirect_roots(place.layout, CollectorLock(place.layout));
  CHECK(place.roots() == std::vector{root(link, "a")});
}

TEST_CASE("a user's link that no longer points into the store is no root, but may be again",
          "[core/store]") {
  Place place;
  std::string link = place.folder.path() + "/result";
  place.link("/elsewhere", link);
  add_indirect_root(place.layout, link);
  CHECK(place.roots().empty());
  unlink(link.c_str());
  place.link(place.item("a"), link);
  CHECK(place.roots().size() == 1);
}

TEST_CASE("a profile points to a generation, which points to an item", "[core/store]") {
  Place place;
  std::string profiles = place.state() + "/profiles";
  place.link(place.item("one"), profiles + "/hello-1-link");
  place.link(place.item("two"), profiles + "/hello-2-link");
  place.link("hello-2-link", profiles + "/hello");
  place.link("/var/cairn/profiles/hello", place.state() + "/gcroots/by-name");
  CHECK(place.roots() == std::vector{root("/var/cairn/gcroots/by-name", "two"),
                                     root("/var/cairn/profiles/hello", "two"),
                                     root("/var/cairn/profiles/hello-1-link", "one"),
                                     root("/var/cairn/profiles/hello-2-link", "two")});
}

TEST_CASE("a link may name the store as it lies on this machine", "[core/store]") {
  Place place;
  place.link(place.layout.physical_item(path_named("a")), place.state() + "/gcroots/physical");
  place.link("../../../cairn/store/" + path_named("b").base_name() + "/bin",
             place.state() + "/gcroots/relative");
  CHECK(place.roots() == std::vector{root("/var/cairn/gcroots/physical", "a"),
                                     root("/var/cairn/gcroots/relative", "b")});
}

TEST_CASE("a file named like an item keeps it", "[core/store]") {
  Place place;
  Fd folder = open_directory(place.state() + "/gcroots");
  write_file_at(folder.get(), path_named("a").base_name(), "");
  write_file_at(folder.get(), "README", "");
  CHECK(place.roots() ==
        std::vector{root("/var/cairn/gcroots/" + path_named("a").base_name(), "a")});
}

TEST_CASE("folders are not followed through links, and circles end", "[core/store]") {
  Place place;
  std::string outside = place.folder.path() + "/outside";
  make_directories(outside);
  place.link(place.item("a"), outside + "/root");
  place.link(outside, place.state() + "/gcroots/folder");
  place.link("circle", place.state() + "/gcroots/circle");
  place.link("dangling-to-nothing", place.state() + "/gcroots/dangling");
  CHECK(place.roots().empty());
  CHECK(status_at(AT_FDCWD, place.state() + "/gcroots/dangling"));
}

namespace {

// What LOOK answers where what lies in SECRET may not be looked at.
bool holds_without_rights(Place& place, const std::string& secret,
                          const std::function<bool()>& look) {
  chmod(place.folder.path().c_str(), 0755);
  chmod(secret.c_str(), 0700);
  bool held = test::holds_in_child([&] {
    if (!test::drop_rights()) chmod(secret.c_str(), 0000);
    return look();
  });
  chmod(secret.c_str(), 0700);
  return held;
}

}  // namespace

TEST_CASE("a root that cannot be read ends the collection, with a hint", "[core/store]") {
  Place place;
  std::string secret = place.folder.path() + "/secret";
  make_directories(secret);
  place.link(secret + "/result", place.state() + "/gcroots/mine");
  CHECK(holds_without_rights(place, secret, [&] {
    return message_of([&] { place.roots(); }) == "cannot look at " + secret +
                                                     "/result, which the root " + place.state() +
                                                     "/gcroots/mine points to: Permission denied";
  }));
}

TEST_CASE("a user's link that cannot be read is passed over, and told", "[core/store]") {
  Place place;
  std::string secret = place.folder.path() + "/secret";
  make_directories(secret);
  add_indirect_root(place.layout, secret + "/result");
  CHECK(unreadable_roots(place.layout).empty());
  CHECK(holds_without_rights(place, secret, [&] {
    std::vector<std::string> told = unreadable_roots(place.layout);
    return place.roots().empty() && told.size() == 1 &&
           told.front().starts_with("cannot look at " + secret + "/result, ");
  }));
}

// As where they mounted something over it that only they may read.
TEST_CASE("a user's folder that cannot be opened stops no collection", "[core/store]") {
  Place place;
  std::string profiles = place.state() + "/profiles/per-user/somebody";
  make_directories(profiles);
  place.link(place.item("kept"), place.state() + "/profiles/ours-1-link");
  CHECK(holds_without_rights(place, profiles, [&] {
    std::vector<std::string> told = unreadable_roots(place.layout);
    return place.roots().size() == 1 && told.size() == 1 &&
           told.front().find(profiles) != std::string::npos;
  }));
}

TEST_CASE("nothing in a folder of a user's own stops the collections of all", "[core/store]") {
  if (geteuid() != 0) return;
  Place place;
  std::string profiles = place.state() + "/profiles/somebody";
  make_directories(profiles);
  place.link(place.item("kept"), place.state() + "/profiles/ours-1-link");
  place.link(place.item("theirs"), profiles + "/profile-1-link");
  Fd deep = open_directory(profiles);
  for (int depth = 0; depth < 200; ++depth) {
    deep = make_directory_at(deep.get(), "d");
  }
  CHECK_THROWS_WITH(place.roots(), Catch::Contains("is in more than 64 folders"));
  REQUIRE(chown(profiles.c_str(), 54321, 54321) == 0);
  CHECK(place.roots().size() == 2);
  CHECK(unreadable_roots(place.layout).size() == 1);
}

}  // namespace cairn
