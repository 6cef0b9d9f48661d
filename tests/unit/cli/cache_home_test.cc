// SPDX-License-Identifier: GPL-3.0-or-later
// Where caches are.
#include "cli/cache_home.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("caches are where the user's environment has them", "[cli]") {
  CHECK(choose_cache_home("/x", "/home/a") == "/x/cairn");
  CHECK(choose_cache_home(std::nullopt, "/home/a") == "/home/a/.cache/cairn");
  CHECK(choose_cache_home("relative", "/home/a") == "/home/a/.cache/cairn");
  CHECK(choose_cache_home("", std::nullopt).empty());
}

}  // namespace cairn
