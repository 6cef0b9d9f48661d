// SPDX-License-Identifier: GPL-3.0-or-later
// What characters are worth.
#include "core/hash/digits.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("each digit is worth its place in the alphabet, and nothing else is one", "[core/hash]") {
  constexpr Digits digits("02a\xff");
  static_assert(digits.value_of('0') == 0);
  CHECK(digits.value_of('2') == 1);
  CHECK(digits.value_of('a') == 2);
  CHECK(digits.value_of('\xff') == 3);
  int members = 0;
  for (int c = 0; c < 256; ++c) members += digits.contains(static_cast<char>(c));
  CHECK(members == 4);
  CHECK(digits.value_of('A') == -1);
  CHECK(digits.value_of('\0') == -1);
}

}  // namespace cairn
