// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded reading.
#include "channels/signature/byte_reader.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("bytes are taken from the front", "[channels/signature]") {
  ByteReader reader(
      "\x01\x02\xff"
      "abc",
      "the thing");
  CHECK(reader.byte() == 1);
  CHECK(reader.number(2) == 0x02ff);
  CHECK(reader.take(2) == "ab");
  CHECK(reader.rest() == "c");
  CHECK_THROWS_WITH(reader.expect_end(), "1 bytes too many stand in the thing");
  CHECK(reader.take(1) == "c");
  CHECK(reader.is_at_end());
  CHECK_NOTHROW(reader.expect_end());
}

TEST_CASE("nothing is read behind the end", "[channels/signature]") {
  ByteReader reader("abc", "the thing");
  CHECK_THROWS_WITH(reader.take(4), "the thing ends too early");
  CHECK_THROWS_WITH(reader.number(4), "the thing ends too early");
  CHECK_THROWS_WITH(reader.take(std::string_view::npos), "the thing ends too early");
  CHECK(reader.take(3) == "abc");
  CHECK_THROWS_WITH(reader.byte(), "the thing ends too early");
}

}  // namespace cairn
