// SPDX-License-Identifier: GPL-3.0-or-later
// What is UTF-8 and what is not.
#include "core/base/utf8.hh"

#include <catch2/catch.hpp>
#include <string>

namespace cairn {

TEST_CASE("characters have one to four bytes", "[core/base]") {
  auto [text, code] = GENERATE(table<std::string, char32_t>({
      {std::string("\0", 1), 0},
      {"\x7f", 0x7f},
      {"\xc2\x80", 0x80},
      {"\xdf\xbf", 0x7ff},
      {"\xe0\xa0\x80", 0x800},
      {"\xed\x9f\xbf", 0xd7ff},
      {"\xee\x80\x80", 0xe000},
      {"\xf0\x90\x80\x80", 0x10000},
      {"\xf4\x8f\xbf\xbf", 0x10ffff},
  }));
  auto found = first_character(text + "x");
  REQUIRE(found);
  CHECK(found->code == code);
  CHECK(found->length == text.size());
  CHECK(utf8_length(text + "x") == text.size() + 1);
}

TEST_CASE("what is written otherwise is no character", "[core/base]") {
  auto text =
      GENERATE(as<std::string>(), "\x80", "\xc3", "\xc0\xaf", "\xe0\x9f\xbf", "\xed\xa0\x80",
               "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x98x");
  CHECK_FALSE(first_character(text));
  CHECK(utf8_length("a\xc3\xbc" + text) == 3);
}

}  // namespace cairn
