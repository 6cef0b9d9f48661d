// SPDX-License-Identifier: GPL-3.0-or-later
// Where profiles are.
#include "cli/profile/profile_place.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

ProfileFacts somebody() {
  return {.wished = {},
          .working_directory = "/srv/here",
          .root = "/home/u/.local/share/cairn",
          .state = "/var/cairn",
          .user = "u",
          .home = "/home/u",
          .state_home = {},
          .is_kept_in_state = true,
          .chose_root = false};
}

}  // namespace

TEST_CASE("who owns the state folder has a profile below it", "[cli/profile]") {
  ProfilePlace place = choose_profile_place(somebody());
  CHECK(place.path == "/home/u/.local/share/cairn/var/cairn/profiles/per-user/u/profile");
  CHECK(place.seen == "/var/cairn/profiles/per-user/u/profile");
  CHECK(place.is_in_state);
  CHECK(place.home_link == "/home/u/.cairn-profile");
  CHECK(place.launchers() == place.path + "-bin");
}

TEST_CASE("who may not write there has one in the home folder", "[cli/profile]") {
  ProfileFacts facts = somebody();
  facts.root = "";
  facts.is_kept_in_state = false;
  ProfilePlace place = choose_profile_place(facts);
  CHECK(place.path == "/home/u/.local/state/cairn/profiles/profile");
  CHECK(place.seen == place.path);
  CHECK(!place.is_in_state);
  facts.state_home = "/state";
  CHECK(choose_profile_place(facts).path == "/state/cairn/profiles/profile");
  facts.state_home = "relative";
  CHECK(choose_profile_place(facts) == place);
  facts.home = "";
  CHECK_THROWS_WITH(choose_profile_place(facts), Catch::Contains("HOME is not set"));
}

TEST_CASE("a store that was chosen leaves the home folder alone", "[cli/profile]") {
  ProfileFacts facts = somebody();
  facts.chose_root = true;
  CHECK(!choose_profile_place(facts).home_link);
  CHECK(!choose_profile_place(somebody(), "channels").home_link);
}

TEST_CASE("a profile may be named anywhere", "[cli/profile]") {
  ProfileFacts facts = somebody();
  facts.wished = "mine/p/";
  ProfilePlace place = choose_profile_place(facts);
  CHECK(place.path == "/srv/here/mine/p");
  CHECK(place.seen == "/srv/here/mine/p");
  CHECK(!place.is_in_state);
  CHECK(!place.home_link);
}

TEST_CASE("a profile in the state folder may be named as it is seen", "[cli/profile]") {
  ProfileFacts facts = somebody();
  for (const char* root : {"", "/home/u/.local/share/cairn"}) {
    facts.wished = std::string(root) + "/var/cairn/profiles/x";
    ProfilePlace place = choose_profile_place(facts);
    CHECK(place.path == "/home/u/.local/share/cairn/var/cairn/profiles/x");
    CHECK(place.seen == "/var/cairn/profiles/x");
    CHECK(place.is_in_state);
  }
  facts.wished = "/var/cairn/x";
  CHECK(!choose_profile_place(facts).is_in_state);
}

}  // namespace cairn
