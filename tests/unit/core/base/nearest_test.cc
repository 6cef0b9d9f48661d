// SPDX-License-Identifier: GPL-3.0-or-later
// Mistyped words.
#include "core/base/nearest.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a distance counts letters put in, taken out, changed and swapped", "[cli]") {
  CHECK(edit_distance("build", "build") == 0);
  CHECK(edit_distance("build", "biuld") == 1);
  CHECK(edit_distance("build", "buld") == 1);
  CHECK(edit_distance("build", "builds") == 1);
  CHECK(edit_distance("build", "guild") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest word is found, and none when all are far", "[cli]") {
  std::vector<std::string> words{"build", "gc", "hash", "store add"};
  CHECK(nearest("biuld", words) == "build");
  CHECK(nearest("hsah", words) == "hash");
  CHECK(nearest("gcc", words) == "gc");
  CHECK(nearest("store-add", words) == "store add");
  CHECK(nearest("install", words) == std::nullopt);
  CHECK(nearest("x", words) == std::nullopt);
  CHECK(nearest(std::string(100000, 'b'), words) == std::nullopt);
}

}  // namespace cairn
