// SPDX-License-Identifier: GPL-3.0-or-later
// Names that are made up.
#include "core/base/random_name.hh"

#include <catch2/catch.hpp>
#include <unistd.h>

namespace cairn {

TEST_CASE("a random name has the process and comes once", "[core/base]") {
  std::string name = random_name();
  std::string process = std::to_string(getpid()) + "-";
  CHECK(name.starts_with(process));
  CHECK(name.size() == process.size() + 16);
  CHECK(random_name() != name);
}

}  // namespace cairn
