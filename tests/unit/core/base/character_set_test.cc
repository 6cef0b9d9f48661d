// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of characters.
#include "core/base/character_set.hh"

#include <catch2/catch.hpp>
#include <string>

namespace cairn {

TEST_CASE("a set of characters has its members and no other byte", "[core/base]") {
  const CharacterSet set("ab\xff");
  std::string members;
  for (int byte = 0; byte < 256; ++byte) {
    if (set.contains(static_cast<char>(byte))) members += static_cast<char>(byte);
  }
  CHECK(members == "ab\xff");
}

TEST_CASE("a set of characters tells where another one comes first", "[core/base]") {
  constexpr CharacterSet digits("0123456789");
  CHECK(digits.first_other("12a4b") == 2);
  CHECK(digits.first_other("x") == 0);
  CHECK(digits.first_other("1234") == std::string_view::npos);
  CHECK(digits.first_other("") == std::string_view::npos);
}

}  // namespace cairn
