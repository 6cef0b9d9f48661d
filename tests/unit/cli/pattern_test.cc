// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns: plain words and regular expressions give the same answers.
#include "cli/pattern.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <random>

namespace cairn {

namespace {

std::size_t count(const char* pattern, std::string_view text) {
  return Pattern(pattern).count_in(text, 100);
}

}  // namespace

TEST_CASE("a word is found whatever its letters' size", "[cli]") {
  CHECK(count("zip", "Zip and ZIP, gzip: zi") == 3);
  CHECK(count("ZIP", "zip") == 1);
  CHECK(count("aa", "aaaa") == 2);
  CHECK(count("gzip", "zip") == 0);
  CHECK(count("zip", "") == 0);
  CHECK(count("@", "`") == 0);  // 0x40 and 0x60 differ by the bit of letters
  CHECK(count("ü", "für") == 1);
}

TEST_CASE("a regular expression is POSIX's extended one", "[cli]") {
  CHECK(count("^g?zip$", "GZIP") == 1);
  CHECK(count("^zip", "zip zip") == 1);
  CHECK(count("zi|ab", "zip abc") == 2);
  CHECK(count("lib.*x", "a library, x") == 1);
  CHECK(count("colou?r", "color") == 1);
  CHECK(count("[0-9]+", "1 22 a") == 2);
  CHECK(count("a{2}", "aa") == 1);
  CHECK(count("fo+", "f foo") == 1);
  CHECK(count("\\.", "a.b.") == 2);
  CHECK(count("x*", "") == 1);
  CHECK(count("a.c", "abd") == 0);
}

TEST_CASE("what is found is all of a text or not", "[cli]") {
  CHECK(Pattern("gzip").is_all_of("GZip"));
  CHECK_FALSE(Pattern("zip").is_all_of("gzip"));
  CHECK(Pattern("g.*").is_all_of("gzip"));
  CHECK_FALSE(Pattern("x").is_all_of(""));
}

TEST_CASE("no more is counted than was asked for", "[cli]") {
  CHECK(Pattern("a").count_in("aaaaa", 3) == 3);
  CHECK(Pattern("x*").count_in("bbbbb", 3) == 3);
}

TEST_CASE("what is no regular expression is misuse", "[cli]") {
  for (const char* text : {"(", "[", "a{2"}) {
    CAPTURE(text);
    try {
      Pattern pattern(text);
      FAIL("it was read");
    } catch (const Error& error) {
      CHECK(error.status() == Exit::misused);
      CHECK(error.message().starts_with(std::string("'") + text + "' is no regular expression: "));
    }
  }
}

TEST_CASE("words are found where a plain search finds them", "[cli]") {
  std::mt19937 random(1);
  auto letters = [&](std::size_t length) {
    std::string text;
    while (text.size() < length) text += static_cast<char>('a' + random() % 3);
    return text;
  };
  for (int round = 0; round < 2000; ++round) {
    std::string text = letters(random() % 40);
    std::string word = letters(1 + random() % 5);
    CAPTURE(text, word);
    CHECK(WordFinder(word).find(text) == text.find(word));
  }
}

}  // namespace cairn
