// SPDX-License-Identifier: GPL-3.0-or-later
// What patterns of generations mean.
#include "core/profile/generation_pattern.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

constexpr std::time_t day = 24 * 3600;
constexpr std::time_t now = 1000 * day;

// Numbers 1, 2, 4 and 7, made 40, 20, 10 and 0 days ago.
std::vector<Generation> some() {
  StorePath item("00000000000000000000000000000000-profile");
  return {{1, item, now - 40 * day},
          {2, item, now - 20 * day},
          {4, item, now - 10 * day},
          {7, item, now}};
}

std::vector<std::uint64_t> meant(std::string_view text, AgeMeaning meaning = AgeMeaning::since) {
  std::vector<std::uint64_t> numbers;
  for (const Generation& one : matching(some(), parse_generation_pattern(text), now, meaning)) {
    numbers.push_back(one.number);
  }
  return numbers;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("numbers and ranges mean the generations that are there", "[core/profile]") {
  CHECK(meant("2") == Numbers{2});
  CHECK(meant("7,1") == Numbers{1, 7});
  CHECK(meant("2..5") == Numbers{2, 4});
  CHECK(meant("..4") == Numbers{1, 2, 4});
  CHECK(meant("3..") == Numbers{4, 7});
  CHECK(meant("5..6").empty());
  CHECK(meant("5..2").empty());
}

TEST_CASE("an age means what is younger, or what is older", "[core/profile]") {
  CHECK(meant("15d") == Numbers{4, 7});
  CHECK(meant("15d", AgeMeaning::before) == Numbers{1, 2});
  CHECK(meant("3w", AgeMeaning::before) == Numbers{1});
  CHECK(meant("1m") == Numbers{2, 4, 7});
  CHECK(meant("241h") == Numbers{4, 7});
  CHECK(meant("0d") == Numbers{7});
}

TEST_CASE("a number that is not there is told with those that are", "[core/profile]") {
  CHECK_THROWS_WITH(meant("3"), "there is no generation 3");
  try {
    meant("1,9");
    FAIL();
  } catch (const Error& error) {
    CHECK(error.hint() == "there are 1 to 7: cairn package --list-generations");
  }
  try {
    switch_target(some(), 4, "9", "cairn pull --list-generations");
    FAIL();
  } catch (const Error& error) {
    CHECK(error.hint() == "there are 1 to 7: cairn pull --list-generations");
  }
}

TEST_CASE("what is no pattern is refused as misuse", "[core/profile]") {
  for (const char* text : {"", ".", "..", ",", "1,", ",1", "1..2..3", "x", "3x", "-1", "+1", "d",
                           "1.5d", "100001m", "99999999999999999999", " 1", "1 "}) {
    CAPTURE(text);
    try {
      parse_generation_pattern(text);
      FAIL();
    } catch (const Error& error) {
      CHECK(error.status() == Exit::misused);
    }
  }
}

TEST_CASE("a step counts the generations that are there", "[core/profile]") {
  CHECK(switch_target(some(), 4, "2") == 2);
  CHECK(switch_target(some(), 4, "+1") == 7);
  CHECK(switch_target(some(), 4, "-1") == 2);
  CHECK(switch_target(some(), 4, "-2") == 1);
  CHECK(switch_target(some(), 4, "+0") == 4);
  CHECK_THROWS_WITH(switch_target(some(), 4, "+2"), "there is no generation +2 from 4");
  CHECK_THROWS_WITH(switch_target(some(), 1, "-1"), "there is no generation -1 from 1");
  CHECK_THROWS_WITH(switch_target(some(), 4, "3"), "there is no generation 3");
  CHECK_THROWS_WITH(switch_target(some(), 4, "2..4"), "'2..4' means no generation");
  CHECK_THROWS_WITH(switch_target({}, 0, "+1"), "there is no generation +1 from 0");
}

}  // namespace cairn
