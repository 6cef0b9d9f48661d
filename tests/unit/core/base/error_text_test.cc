// SPDX-License-Identifier: GPL-3.0-or-later
// An error that travels as a text.
#include "core/base/error_text.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("an error comes back from its text", "[core/base]") {
  Error plain("cannot read {}", "/x");
  Error hinted = Error("cannot read {}", "/x").with_hint("chmod u+r /x");
  CHECK(text_of(plain) == "cannot read /x");
  CHECK(text_of(hinted) == "cannot read /x\nhint: chmod u+r /x");
  for (const Error& error : {plain, hinted}) {
    CHECK(error_of(text_of(error)).message() == error.message());
    CHECK(error_of(text_of(error)).hint() == error.hint());
  }
}

TEST_CASE("of several hints in a text the last is the error's", "[core/base]") {
  Error error = error_of("it said:\nhint: one\nand failed\nhint: two");
  CHECK(error.message() == "it said:\nhint: one\nand failed");
  CHECK(error.hint() == "two");
  CHECK(error_of("").message().empty());
}

}  // namespace cairn
