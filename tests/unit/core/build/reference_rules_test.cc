// SPDX-License-Identifier: GPL-3.0-or-later
// What outputs may refer to, with builds that break the rules.
#include "core/build/reference_rules.hh"

#include "tests/support/build_place.hh"

#include <catch2/catch.hpp>

namespace cairn {

using test::BuildPlace;

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

}  // namespace cairn
