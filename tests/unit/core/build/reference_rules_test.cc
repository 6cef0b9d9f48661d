// SPDX-License-Identifier: GPL-3.0-or-later
// What outputs may refer to, with builds that break the rules.
#include "core/build/reference_rules.hh"

#include "tests/support/build_place.hh"

#include <catch2/catch.hpp>

namespace cairn {

using test::BuildPlace;

namespace {

// A build whose output "out" names busybox by way of the output "lib", with the VARIABLE in it.
struct Ruled {
  BuildPlace place;
  std::string lib = {};
  std::string out = {};
  std::string busybox = place.store.dir().print(place.busybox);

  BuildResult with(const std::string& variable, const std::string& list) {
    auto derivation =
        place.script("ruled", "echo $PATH > $lib; echo $out $lib > $out", {}, {"lib", "out"});
    derivation.environment[variable] = list;
    StorePath path = place.add(derivation);
    auto outputs = place.store.database().derivation_outputs(path);
    lib = place.store.dir().print(outputs.at("lib"));
    out = place.store.dir().print(outputs.at("out"));
    return place.build(path);
  }
};

}  // namespace

TEST_CASE("outputs that refer to each other in a circle are refused by their names",
          "[core/build]") {
  BuildPlace place;
  StorePath path = place.add(place.script(
      "circle", "echo $b $z > $a; echo $c > $b; echo $a $c > $c; echo $a > $out; echo > $z", {},
      {"a", "b", "c", "out", "z"}));
  auto result = place.build(path);
  CHECK(result.status == BuildStatus::output_rejected);
  CHECK(result.message ==
        "its outputs refer to each other in a circle: 'a' -> 'b' -> 'c' -> 'a'\n"
        "hint: what one output needs of the other must move to it, or to an output of its own");
  for (const auto& [name, output] : place.store.database().derivation_outputs(path)) {
    CHECK(!place.store.is_valid(output));
  }
}

TEST_CASE("a circle is told without what only leads to it", "[core/build]") {
  BuildPlace place;
  auto result =
      place.build(place.script("circle", "echo $b > $a; echo $c > $b; echo $b > $c; echo > $out",
                               {}, {"a", "b", "c", "out"}));
  CHECK(result.message.starts_with(
      "its outputs refer to each other in a circle: 'b' -> 'c' -> 'b'\n"));
}

TEST_CASE("an output may refer only to what is allowed", "[core/build]") {
  Ruled ruled;
  std::string busybox = ruled.busybox;
  CHECK(ruled.with("allowedReferences", "out lib " + busybox).message == "");
  auto result = ruled.with("allowedReferences", busybox);
  CHECK(result.status == BuildStatus::output_rejected);
  CHECK(result.message == fmt::format("{} refers to {}, which its derivation's "
                                      "'allowedReferences' does not allow\n  and {}",
                                      ruled.out, std::min(ruled.lib, ruled.out),
                                      std::max(ruled.lib, ruled.out)));
  result = ruled.with("allowedReferences", "");
  CHECK(result.message == ruled.lib + " refers to " + busybox +
                              ", which its derivation's 'allowedReferences' does not allow");
}

TEST_CASE("an output may reach only what is allowed", "[core/build]") {
  Ruled ruled;
  CHECK(ruled.with("allowedRequisites", "lib\n" + ruled.busybox).message == "");
  auto result = ruled.with("allowedRequisites", ruled.busybox);
  CHECK(result.message == ruled.out + " reaches " + ruled.lib +
                              ", which its derivation's 'allowedRequisites' does not allow");
}

TEST_CASE("an output may not refer to what is forbidden", "[core/build]") {
  Ruled ruled;
  CHECK(ruled.with("disallowedReferences", "").message == "");
  auto result = ruled.with("disallowedReferences", "out");
  CHECK(result.message == ruled.out + " refers to " + ruled.out +
                              ", which its derivation's 'disallowedReferences' forbids");
}

TEST_CASE("what is valid already is followed to what it reaches", "[core/build]") {
  BuildPlace place;
  auto path_of = [&](const StorePath& path) {
    return place.store.dir().print(place.store.database().derivation_outputs(path).at("out"));
  };
  StorePath bare = place.add(place.script("bare", "echo x > $out"));
  auto derivation = place.script("user", "echo $bare > $out", {bare});
  derivation.environment["bare"] = path_of(bare);
  StorePath user = place.add(derivation);
  derivation = place.script("far", "echo $user > $out", {user});
  derivation.environment["user"] = path_of(user);
  derivation.environment["disallowedReferences"] = path_of(bare);
  CHECK(place.build(derivation).message == "");
  derivation.environment["disallowedRequisites"] = path_of(bare);
  CHECK(place.build(derivation)
            .message.ends_with(" reaches " + path_of(bare) +
                               ", which its derivation's 'disallowedRequisites' forbids"));
}

TEST_CASE("a list of references must be one before anything is built", "[core/build]") {
  Ruled ruled;
  auto result = ruled.with("allowedRequisites", "dev");
  CHECK(result.status == BuildStatus::input_rejected);
  CHECK(result.message ==
        "its 'allowedRequisites' lists 'dev', which is neither an output nor a store path");
  CHECK(ruled.with("disallowedReferences", ruled.busybox + "/bin")
            .message.starts_with("its 'disallowedReferences' is wrong: "));
}

}  // namespace cairn
