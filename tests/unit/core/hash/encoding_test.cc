// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as text, and back.
#include "core/hash/encoding.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <random>

namespace cairn {

TEST_CASE("bytes of every length come back from every base", "[core/hash]") {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 70; ++size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    CHECK(from_base16(to_base16(bytes)) == bytes);
    CHECK(from_nix32(to_nix32(bytes), size) == bytes);
    CHECK(from_base64(to_base64(bytes)) == bytes);
  }
}

TEST_CASE("base64 is that of RFC 4648", "[core/hash]") {
  CHECK(to_base64("") == "");
  CHECK(to_base64("f") == "Zg==");
  CHECK(to_base64("fo") == "Zm8=");
  CHECK(to_base64("foo") == "Zm9v");
  CHECK(to_base64("\xfb\xff\xfe") == "+//+");
}

TEST_CASE("base16 is lower case and even", "[core/hash]") {
  CHECK(to_base16("\x01\xab") == "01ab");
  CHECK_THROWS_WITH(from_base16("01AB"), "\"A\" is not a digit of base16");
  CHECK_THROWS_WITH(from_base16("01a"), "base16 of odd length");
}

TEST_CASE("nix32 starts with the last bits", "[core/hash]") {
  CHECK(to_nix32("\x01") == "01");
  CHECK(to_nix32("\x1f\x01") == "008z");
  CHECK(to_nix32("\xff") == "7z");
}

TEST_CASE("nix32 with bits beyond its bytes is refused", "[core/hash]") {
  CHECK(from_nix32("7z", 1) == "\xff");
  CHECK_THROWS_WITH(from_nix32("8z", 1), "nix32 with stray bits at its front");
  CHECK_THROWS_WITH(from_nix32("zz", 1), "nix32 with stray bits at its front");
  CHECK_THROWS_WITH(from_nix32("0e", 1), "\"e\" is not a digit of nix32");
  CHECK_THROWS_WITH(from_nix32("000", 1), "1 bytes are 2 characters of nix32, not 3");
}

TEST_CASE("base64 that another text could stand for is refused", "[core/hash]") {
  CHECK_THROWS_WITH(from_base64("Zh=="), "base64 with stray bits at its end");
  CHECK_THROWS_WITH(from_base64("Zm9="), "base64 with stray bits at its end");
  CHECK_THROWS_WITH(from_base64("Zg"), "base64 of a length that is no multiple of 4");
  CHECK_THROWS_WITH(from_base64("Zg=\n"), "\"=\" is not a digit of base64");
  CHECK_THROWS_WITH(from_base64("Z==="), "\"=\" is not a digit of base64");
  CHECK_THROWS_WITH(from_base64("Zm9v===="), "\"=\" is not a digit of base64");
  CHECK_THROWS_WITH(from_base64("Zm-_"), "\"-\" is not a digit of base64");
}

}  // namespace cairn
