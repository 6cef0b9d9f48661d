// SPDX-License-Identifier: GPL-3.0-or-later
// Commands in hints.
#include "cli/placed_hint.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("the commands of a hint are about the store that was named", "[cli]") {
  auto placed = [](std::string_view hint) { return placed_hint(hint, "cairn --root /r"); };
  CHECK(placed("cairn gc") == "cairn --root /r gc");
  CHECK(placed("make it anew: cairn store rebuild") ==
        "make it anew: cairn --root /r store rebuild");
  CHECK(placed("cairn pull, then cairn gc") == "cairn --root /r pull, then cairn --root /r gc");
  CHECK(placed("sudo -u me cairn ...") == "sudo -u me cairn --root /r ...");
}

TEST_CASE("a hint that says which store is meant, or needs none, stays", "[cli]") {
  for (const char* hint : {"cairn --root DIR ...", "cairn build --help", "a-cairn gc",
                           "cairn-daemon gc", "see cairn", ""}) {
    CHECK(placed_hint(hint, "cairn --root /r") == hint);
  }
  CHECK(placed_hint("cairn gc", "cairn") == "cairn gc");
}

}  // namespace cairn
