// SPDX-License-Identifier: GPL-3.0-or-later
// Items moved between folders.
#include "core/store/move_item.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>

namespace cairn {

namespace {

mode_t mode_of(int directory, const std::string& name) {
  return status_at(directory, name)->st_mode & 07777;
}

// The folders "from", with a read-only tree "tree" and a file "file", and "to".
struct Folders {
  TemporaryDirectory place;
  Fd from = make_directory_at(place.fd(), "from");
  Fd to = make_directory_at(place.fd(), "to");

  Folders() {
    chmod(place.path().c_str(), 0777);
    fchmod(from.get(), 0777);
    fchmod(to.get(), 0777);
  }

  void fill() {
    Fd tree = make_directory_at(from.get(), "tree");
    write_file_at(tree.get(), "inside", "x", 0444);
    fchmod(tree.get(), 0555);
    write_file_at(from.get(), "file", "x", 0444);
  }
};

}  // namespace

TEST_CASE("a read-only folder is moved and stays read-only", "[core/store]") {
  Folders folders;
  folders.fill();
  move_item(folders.from.get(), "tree", folders.to.get(), "item");
  CHECK(mode_of(folders.to.get(), "item") == 0555);
  CHECK(!status_at(folders.from.get(), "tree"));
}

TEST_CASE("an ordinary user too can move a read-only folder", "[core/store]") {
  Folders folders;
  CHECK(test::holds_in_child([&] {
    test::drop_rights();
    folders.fill();
    bool file = move_item(folders.from.get(), "file", folders.to.get(), "file");
    bool tree = move_item(folders.from.get(), "tree", folders.to.get(), "tree");
    return !file && tree && mode_of(folders.to.get(), "tree") == 0555;
  }));
}

TEST_CASE("nothing is moved over something else", "[core/store]") {
  Folders folders;
  CHECK(test::holds_in_child([&] {
    test::drop_rights();
    folders.fill();
    make_directory_at(folders.to.get(), "item");
    auto move = [&] { move_item(folders.from.get(), "tree", folders.to.get(), "item"); };
    return test::message_of(move) == "cannot move tree to item: File exists" &&
           mode_of(folders.from.get(), "tree") == 0555;
  }));
}

TEST_CASE("flushing reaches all that is in a tree", "[core/store]") {
  Folders folders;
  folders.fill();
  symlinkat("nowhere", folders.from.get(), "link");
  CHECK_NOTHROW(flush_items(folders.from.get(), {"tree", "file", "link", "absent"}, 2));
  CHECK_NOTHROW(flush_items(folders.from.get(), {"tree"}, 1000));
}

}  // namespace cairn
