// SPDX-License-Identifier: GPL-3.0-or-later
// Names of links to results.
#include "cli/result_link.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("links are told apart by number and output", "[cli]") {
  CHECK(link_name("result", 0, "out") == "result");
  CHECK(link_name("result", 0, "lib") == "result-lib");
  CHECK(link_name("result", 1, "out") == "result-2");
  CHECK(link_name("result", 2, "doc") == "result-3-doc");
}

}  // namespace cairn
