// SPDX-License-Identifier: GPL-3.0-or-later
// Which generations go.
#include "cli/forget_generations.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("the current generation is not forgotten", "[cli]") {
  StorePath item("2c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-profile");
  std::vector<Generation> meant = {{1, item, 0}, {2, item, 0}, {3, item, 0}};
  std::vector<std::uint64_t> forgotten;
  auto forget = [&](std::uint64_t number) { forgotten.push_back(number); };
  forget_generations(meant, 2, false, forget);
  CHECK(forgotten == std::vector<std::uint64_t>{1, 3});
  forgotten.clear();
  forget_generations(meant, std::nullopt, true, forget);
  CHECK(forgotten == std::vector<std::uint64_t>{1, 2, 3});
}

}  // namespace cairn
