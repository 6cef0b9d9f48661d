// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping some of the disk free.
#include "core/store/free_space.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>

namespace cairn {

namespace {

constexpr std::uint64_t all = std::uint64_t{1} << 62;  // more than any disk has

struct Place : test::StorePlace {
  Place() {
    Store store(layout);
    item = test::add_item(store, "dead");
  }
  // Whether the item is still there after ROOM was asked for.
  bool outlives(const FreeSpace& room) {
    Store store(layout);
    NoEvents nobody;
    make_room(store, room, {}, nobody);
    return store.is_valid(item);
  }
  // As if the last collection were SECONDS ago.
  void age(int seconds) {
    std::string lock = layout.physical_state() + "/free-space.lock";
    timespec then{time(nullptr) - seconds, 0};
    timespec times[] = {then, then};
    REQUIRE(utimensat(AT_FDCWD, lock.c_str(), times, 0) == 0);
  }
  StorePath item = test::path_named("dead");
};

}  // namespace

TEST_CASE("where enough is free nothing is collected", "[core/store]") {
  Place place;
  CHECK(place.outlives({}));
  CHECK(place.outlives({.least = 1, .wanted = all}));
}

TEST_CASE("where little is free garbage is collected", "[core/store]") {
  Place place;
  CHECK(!place.outlives({.least = all, .wanted = all}));
}

TEST_CASE("what did not free enough is not tried again at once", "[core/store]") {
  Place place;
  CHECK(!place.outlives({.least = all, .wanted = all}));
  {
    Store store(place.layout);
    test::add_item(store, "dead");
  }
  CHECK(place.outlives({.least = all, .wanted = all}));
  place.age(100);
  CHECK(!place.outlives({.least = all, .wanted = all}));
}

TEST_CASE("what freed enough may be done again at once", "[core/store]") {
  TemporaryDirectory folder;
  CHECK(test::holds_in_child([&] {
    if (!test::mount_small_disk(folder.path(), 24 << 20)) {
      std::cerr << "skip: a small disk cannot be mounted\n";
      return true;
    }
    Layout layout{.root = folder.path()};
    for (const char* name : {"one", "other"}) {
      std::string large(8 << 20, name[0]);
      StringSource source(large);
      StorePath item =
          Store(layout).add_flat(name, ContentMethod::flat, HashAlgorithm::sha256, source);
      Store store(layout);
      NoEvents nobody;
      std::uint64_t least = free_bytes(store) + (4 << 20);
      make_room(store, {.least = least, .wanted = least}, {}, nobody);
      if (store.is_valid(item)) return false;
    }
    return true;
  }));
}

TEST_CASE("while one process makes room others go on", "[core/store]") {
  Place place;
  Fd state = open_directory(place.layout.physical_state());
  auto lock = FileLock::try_now(state.get(), "free-space.lock", LockKind::exclusive);
  CHECK(place.outlives({.least = all, .wanted = all}));
}

}  // namespace cairn
