// SPDX-License-Identifier: GPL-3.0-or-later
// The item of a profile.
#include "cli/profile/profile_item.hh"

#include "core/derivation/output_paths.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const StoreDir store;

Manifest some() {
  Manifest manifest;
  ManifestEntry a{"a", "1", "out", StorePath(std::string(32, '0') + "-a-1")};
  a.propagated = {StorePath(std::string(32, '2') + "-lib-3")};
  manifest.entries = {a, {"b", "2", "doc", StorePath(std::string(32, '1') + "-b-2-doc")}};
  manifest.propagated = {{"lib", "3", "out", a.propagated[0]}};
  return manifest;
}

std::string log_of(const std::string& first, const std::string& second) {
  return "cairn: union: bin/x is in " + first + " and in " + second +
         ", and they are not the same\n";
}

}  // namespace

TEST_CASE("a profile is a union of its items and its own files", "[cli/profile]") {
  StorePath files(std::string(32, '9') + "-profile-files");
  Derivation derivation = profile_derivation(store, some(), files, Collisions::refused);
  CHECK(derivation.input_sources.size() == 4);
  CHECK(derivation.input_derivations.empty());
  CHECK(derivation.environment.at("inputs") ==
        "/cairn/store/99999999999999999999999999999999-profile-files "
        "/cairn/store/00000000000000000000000000000000-a-1 "
        "/cairn/store/11111111111111111111111111111111-b-2-doc "
        "/cairn/store/22222222222222222222222222222222-lib-3");
  CHECK(derivation.environment.at("out") == store.print(derivation.outputs.at("out").path));
  CHECK(derivation.outputs.at("out").path.name() == "profile");
  CHECK(profile_derivation(store, some(), files, Collisions::first).outputs != derivation.outputs);
}

TEST_CASE("a collision is told with the names of both owners", "[cli/profile]") {
  auto path = [](char letter, const std::string& name) {
    return "/cairn/store/" + std::string(32, letter) + "-" + name;
  };
  Error error = collision_error(store, some(), log_of(path('0', "a-1"), path('1', "b-2-doc")));
  CHECK(error.message() ==
        "cannot make the profile: bin/x is in 'a 1' and in 'b:doc 2', and they are not the same");
  CHECK(error.hint() == "cairn remove b, or take the first: --allow-collisions");
  error = collision_error(store, some(), log_of(path('1', "b-2-doc"), path('2', "lib-3")));
  CHECK(error.message() ==
        "cannot make the profile: bin/x is in 'b:doc 2' and in 'lib 3', which 'a 1' brings "
        "along, and they are not the same");
  error = collision_error(store, some(), log_of(path('9', "profile-files"), path('0', "a-1")));
  CHECK(error.message() ==
        "cannot make the profile: bin/x is in the profile's own files and in 'a 1', and they are "
        "not the same");
}

TEST_CASE("another failure is told as it is", "[cli/profile]") {
  CHECK(collision_error(store, some(), "no space\nmore\n").message() ==
        "cannot make the profile: no space");
}

}  // namespace cairn
