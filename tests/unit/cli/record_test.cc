// SPDX-License-Identifier: GPL-3.0-or-later
// Records.
#include "cli/record.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a value of several lines goes on behind plus signs", "[cli]") {
  Record record;
  record.field("name", "hello").field("script", "one\n\nthree");
  CHECK(record.text() == "name: hello\nscript: one\n+ \n+ three\n");
}

}  // namespace cairn
