// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting trees, also while somebody else swaps what is in them.
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdio.h>
#include <unistd.h>

namespace cairn {

namespace fs = std::filesystem;

TEST_CASE("a tree goes with its read-only folders, and what it freed is told", "[core/base]") {
  TemporaryDirectory folder;
  fs::create_directories(folder.path() + "/t/a/b");
  std::ofstream(folder.path() + "/t/a/b/file") << std::string(10000, 'x');
  fs::permissions(folder.path() + "/t/a/b", fs::perms(0));
  fs::permissions(folder.path() + "/t/a", fs::perms(0555));
  Freed freed = remove_tree_at(folder.fd(), "t");
  CHECK(freed.files == 4);
  CHECK(freed.bytes >= 10000);
  CHECK(!status_at(folder.fd(), "t"));
}

TEST_CASE("of files with names elsewhere it is told what has one name left", "[core/base]") {
  TemporaryDirectory folder;
  for (const char* name : {"one", "two", "three"}) {
    fs::create_directories(folder.path() + "/t");
    std::ofstream(folder.path() + "/t/" + name) << std::string(10000, 'x');
  }
  fs::create_hard_link(folder.path() + "/t/two", folder.path() + "/elsewhere");
  fs::create_hard_link(folder.path() + "/t/three", folder.path() + "/there");
  fs::create_hard_link(folder.path() + "/t/three", folder.path() + "/here");
  Freed freed = remove_tree_at(folder.fd(), "t");
  CHECK(freed.one_name_left >= 10000);
  CHECK(freed.one_name_left < 20000);
  CHECK(freed.bytes >= 10000);
  CHECK(freed.bytes < 20000);
  CHECK(remove_tree_at(folder.fd(), "here").one_name_left == freed.one_name_left);
}

TEST_CASE("a tree may be deeper than there are descriptors", "[core/base]") {
  TemporaryDirectory folder;
  Fd deep = make_directory_at(folder.fd(), "t");
  for (int level = 0; level < 5000; ++level) deep = make_directory_at(deep.get(), "d");
  deep.close();
  CHECK(remove_tree_at(folder.fd(), "t").files == 5001);
  CHECK(!status_at(folder.fd(), "t"));
}

TEST_CASE("deleting an absent tree frees nothing", "[core/base]") {
  TemporaryDirectory folder;
  CHECK(remove_tree_at(folder.fd(), "absent").files == 0);
}

TEST_CASE("deleting a link leaves what it points to", "[core/base]") {
  TemporaryDirectory folder;
  fs::create_directories(folder.path() + "/kept");
  std::ofstream(folder.path() + "/kept/file") << "x";
  fs::create_directories(folder.path() + "/t");
  fs::create_directory_symlink(folder.path() + "/kept", folder.path() + "/t/link");
  remove_tree_at(folder.fd(), "t");
  CHECK(fs::exists(folder.path() + "/kept/file"));
}

}  // namespace cairn
