// SPDX-License-Identifier: GPL-3.0-or-later
// Regular expressions of users.
#include "cli/regular_expression.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a regular expression is found anywhere", "[cli]") {
  CHECK(RegularExpression("el+").matches("hello"));
  CHECK(!RegularExpression("^el+").matches("hello"));
  CHECK(RegularExpression("").matches(""));
}

TEST_CASE("what is no regular expression is misuse", "[cli]") {
  try {
    RegularExpression("a(");
    FAIL();
  } catch (const Error& error) {
    CHECK(error.status() == Exit::misused);
    CHECK_THAT(error.message(), Catch::StartsWith("'a(' is no regular expression: "));
  }
}

}  // namespace cairn
