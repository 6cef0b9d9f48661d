// SPDX-License-Identifier: GPL-3.0-or-later
// What a pull tells.
#include "cli/channels/channel_news.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("packages that came, changed their version or went are told", "[cli/channels]") {
  CHECK(package_news({{"a", "1"}, {"b", "1"}, {"c", "1"}}, {{"a", "1"}, {"b", "2"}, {"d", "1"}}) ==
        std::vector<std::string>{"new: d 1", "upgraded: b 1 -> 2", "gone: c"});
  CHECK(package_news({{"a", "10"}}, {{"a", "9"}}) ==
        std::vector<std::string>{"downgraded: a 10 -> 9"});
  CHECK(package_news({{"a", "1"}}, {{"a", "1"}}).empty());
}

TEST_CASE("of many packages the first are told, and how many more there are", "[cli/channels]") {
  PackageVersions many;
  for (char c = 'a'; c <= 'z'; ++c) many.emplace(std::string(1, c), "1");
  auto lines = package_news({}, many);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].starts_with("new: a 1, b 1, "));
  CHECK(lines[0].ends_with(", l 1, and 14 more"));
}

}  // namespace cairn
