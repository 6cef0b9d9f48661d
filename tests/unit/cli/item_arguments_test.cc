// SPDX-License-Identifier: GPL-3.0-or-later
// Items named on the command line.
#include "cli/item_arguments.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <filesystem>

namespace cairn {

namespace {

const std::string name = "0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-hello-2.10";

}  // namespace

TEST_CASE("outputs stand behind an exclamation mark or a circumflex", "[cli]") {
  using Set = std::set<std::string>;
  CHECK(parse_target("x.drv") == TargetText{"x.drv"});
  CHECK(parse_target("x.drv!out") == TargetText{"x.drv", Set{"out"}});
  CHECK(parse_target("x.drv^out,lib") == TargetText{"x.drv", Set{"out", "lib"}});
  CHECK(parse_target("x.drv!*") == TargetText{"x.drv"});
  CHECK(parse_target("a!b/x.drv") == TargetText{"a!b/x.drv"});
}

TEST_CASE("an empty name of an output is refused", "[cli]") {
  for (const char* text : {"x.drv!", "x.drv!,", "x.drv!out,,lib", "x.drv!,out"}) {
    CHECK_THROWS_WITH(parse_target(text), "'" + std::string(text) + "' does not say which outputs");
  }
}

TEST_CASE("an item is known by the store's name, by its place, and by links to both", "[cli]") {
  TemporaryDirectory folder;
  Place place;
  place.root = folder.path();
  std::string store = place.root + "/cairn/store";
  std::filesystem::create_directories(store + "/" + name + "/bin");
  std::filesystem::create_symlink("/cairn/store/" + name, place.root + "/by-name");
  std::filesystem::create_symlink("by-name", place.root + "/indirect");
  std::filesystem::create_symlink(store + "/" + name, place.root + "/by-place");
  std::filesystem::create_symlink(store, place.root + "/store");
  StorePath item{std::string_view(name)};
  CHECK(find_item_named(place, "/cairn/store/" + name) == item);
  CHECK(find_item_named(place, "/cairn/store/" + name + "/bin") == item);
  CHECK(find_item_named(place, store + "/" + name) == item);
  CHECK(find_item_named(place, store + "/../store/" + name) == item);
  for (const char* way : {"/by-name", "/indirect", "/by-place"}) {
    CHECK(find_item_named(place, place.root + way) == item);
  }
  CHECK(find_item_named(place, place.root + "/store/" + name + "/bin") == item);
}

TEST_CASE("what is outside the store is not an item", "[cli]") {
  Place place;
  for (const char* text : {"/etc/passwd", "/cairn/store", "hello", "", "/cairn/store/../x"}) {
    CHECK(find_item_named(place, text) == std::nullopt);
  }
  CHECK_THROWS_WITH(item_named(place, "/etc/passwd"),
                    "'/etc/passwd' is not in the store /cairn/store");
}

}  // namespace cairn
