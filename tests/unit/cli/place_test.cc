// SPDX-License-Identifier: GPL-3.0-or-later
// Which store a command is about.
#include "cli/place.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

PlaceFacts ordinary_user() {
  return {.cairn_root = std::nullopt,
          .data_home = std::nullopt,
          .home = "/home/u",
          .working_directory = "/srv/here",
          .is_root = false,
          .has_daemon = false};
}

}  // namespace

TEST_CASE("an ordinary user without a daemon has a store below the home folder", "[cli]") {
  PlaceFacts facts = ordinary_user();
  CHECK(choose_place({}, facts).root == "/home/u/.local/share/cairn");
  facts.data_home = "/data";
  CHECK(choose_place({}, facts).root == "/data/cairn");
  facts.data_home = "relative";
  CHECK(choose_place({}, facts).root == "/home/u/.local/share/cairn");
}

TEST_CASE("root, and who has a daemon, use the machine's store", "[cli]") {
  PlaceFacts facts = ordinary_user();
  facts.has_daemon = true;
  CHECK(choose_place({}, facts).root == "");
  facts = ordinary_user();
  facts.is_root = true;
  CHECK(choose_place({}, facts).root == "");
}

TEST_CASE("the environment is stronger than the default, the option than both", "[cli]") {
  PlaceFacts facts = ordinary_user();
  facts.cairn_root = "/srv/x";
  CHECK(choose_place({}, facts).root == "/srv/x");
  CHECK(choose_place({.root = "/srv/y", .store = {}, .state = {}}, facts).root == "/srv/y");
}

TEST_CASE("an empty name of a root is refused, not taken for the machine's own store", "[cli]") {
  PlaceFacts facts = ordinary_user();
  CHECK_THROWS_WITH(choose_place({.root = "", .store = {}, .state = {}}, facts),
                    "--root names no folder: it is empty");
  facts.cairn_root = "";
  CHECK_THROWS_WITH(choose_place({}, facts), "CAIRN_ROOT names no folder: it is empty");
  CHECK(choose_place({.root = "/srv/y", .store = {}, .state = {}}, facts).root == "/srv/y");
}

TEST_CASE("a root is made absolute and loses its slashes at the end", "[cli]") {
  PlaceFacts facts = ordinary_user();
  CHECK(choose_place({.root = "x/../y//", .store = {}, .state = {}}, facts).root == "/srv/here/y");
  CHECK(choose_place({.root = "/", .store = {}, .state = {}}, facts).root == "");
  CHECK(choose_place({.root = {}, .store = "/nix/store/", .state = {}}, facts).store.path() ==
        "/nix/store");
}

TEST_CASE("without a home folder a root must be named", "[cli]") {
  PlaceFacts facts = ordinary_user();
  facts.home.reset();
  CHECK_THROWS_WITH(choose_place({}, facts), "cannot tell where your store is: HOME is not set");
}

}  // namespace cairn
