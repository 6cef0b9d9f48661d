// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that stay lines.
#include "core/base/one_line.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("control characters are spelled, and all else stays", "[core/base]") {
  CHECK(one_line("a name, ünd so") == "a name, ünd so");
  CHECK(one_line("a\nb\tc") == "a\\nb\\x09c");
  CHECK(one_line("\x1b[2J\x7f") == "\\x1b[2J\\x7f");
  CHECK(one_line("").empty());
}

}  // namespace cairn
