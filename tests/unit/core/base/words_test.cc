// SPDX-License-Identifier: GPL-3.0-or-later
// A list as one text.
#include "core/base/words.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("words are parted by any white space, and none is empty", "[core/base]") {
  CHECK(words_of("") == std::vector<std::string>{});
  CHECK(words_of(" \t\n") == std::vector<std::string>{});
  CHECK(words_of("one") == std::vector<std::string>{"one"});
  CHECK(words_of("  one\ttwo\n\nthree\r\n") == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("pieces are put together in their order", "[core/base]") {
  CHECK(concatenated({}) == "");
  CHECK(concatenated({"", "a", "", std::string(100, 'b'), ":"}) ==
        "a" + std::string(100, 'b') + ":");
}

}  // namespace cairn
