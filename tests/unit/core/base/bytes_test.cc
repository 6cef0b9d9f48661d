// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of bytes.
#include "core/base/bytes.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("reading exactly more than there is throws", "[core/base]") {
  StringSource source("abc");
  char buffer[4];
  CHECK_THROWS_WITH(source.read_exactly(buffer), "unexpected end of input");
}

TEST_CASE("copying exactly leaves the rest where it is", "[core/base]") {
  StringSource source("abcdef");
  StringSink sink;
  copy_exactly(source, sink, 4);
  CHECK(sink.text() == "abcd");
  CHECK(source.rest() == "ef");
}

TEST_CASE("a source larger than its limit is refused by name", "[core/base]") {
  StringSource source("abcdef");
  CHECK_THROWS_WITH(read_all(source, 5, "the key"), "the key is larger than 5 bytes");
}

}  // namespace cairn
