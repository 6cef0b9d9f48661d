// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes for people.
#include "core/base/size_text.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a size is written with one digit behind the point", "[core/base]") {
  CHECK(size_text(0) == "0 B");
  CHECK(size_text(1023) == "1023 B");
  CHECK(size_text(1024) == "1.0 KiB");
  CHECK(size_text(12897485) == "12.3 MiB");
  CHECK(size_text(1048575) == "1.0 MiB");
  CHECK(size_text(0xffffffffffffffff) == "16.0 EiB");
}

TEST_CASE("sizes are read as they are written", "[core/base]") {
  CHECK(parse_size("0") == 0);
  CHECK(parse_size("17") == 17);
  CHECK(parse_size("10K") == 10240);
  CHECK(parse_size("10MiB") == 10485760);
  CHECK(parse_size("10MB") == 10000000);
  CHECK(parse_size("1.5G") == 1610612736);
}

TEST_CASE("what is not a size is refused", "[core/base]") {
  for (const char* text : {"", "x", "-1", "10Q", "10Kx", "10 K", "nan", "inf", "99999999E"}) {
    CHECK_THROWS_WITH(parse_size(text), "'" + std::string(text) + "' is not a size");
  }
}

}  // namespace cairn
