// SPDX-License-Identifier: GPL-3.0-or-later
// Text of strangers on a terminal.
#include "cli/visible.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("plain text stays as it is", "[cli]") {
  CHECK(visible("") == "");
  CHECK(visible("a b\tc\nd~") == "a b\tc\nd~");
  CHECK(visible("naïve ☃ 😀") == "naïve ☃ 😀");
}

TEST_CASE("control characters are shown, not obeyed", "[cli]") {
  CHECK(visible("\x1b[31mred\x1b[0m") == "^[[31mred^[[0m");
  CHECK(visible("a\rb\bc\x7f") == "a^Mb^Hc^?");
  CHECK(visible(std::string_view("\0", 1)) == "^@");
}

TEST_CASE("the controls behind ASCII, and marks that turn text around, are shown", "[cli]") {
  CHECK(visible("\xc2\x9b"
                "31m") == "\\u{9b}31m");
  CHECK(visible("a\u202e"
                "b") == "a\\u{202e}b");
  CHECK(visible("a\u200b"
                "b") == "a\\u{200b}b");
}

TEST_CASE("bytes that are not UTF-8 are shown as bytes", "[cli]") {
  CHECK(visible("\xff\xfe") == "\\xff\\xfe");
  CHECK(visible("\xc3") == "\\xc3");                             // ends too early
  CHECK(visible("\xc0\xaf") == "\\xc0\\xaf");                    // longer than needed
  CHECK(visible("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // a surrogate
  CHECK(visible("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // behind the last character
  CHECK(visible("\x9b"
                "31m") == "\\x9b31m");
}

}  // namespace cairn
