// SPDX-License-Identifier: GPL-3.0-or-later
// Which systems are taken.
#include "cli/systems.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a system that nothing is built for is refused, naming those that are", "[cli]") {
  CHECK_NOTHROW(check_system("x86_64-linux"));
  CHECK_THROWS_WITH(check_system("aarch64-linux"),
                    "nothing can be built for the system \"aarch64-linux\"; the supported systems "
                    "are: x86_64-linux");
}

}  // namespace cairn
