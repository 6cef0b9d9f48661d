// SPDX-License-Identifier: GPL-3.0-or-later
// Which users a container may have.
#include "core/machine/id_range.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

TEST_CASE("the range of a user is found by name or by number", "[core/machine]") {
  const char* file = "alice:100000:65536\nbob:1000:10\n1003:300000:65535\nbob:200000:70000\n";
  CHECK(range_in(file, "alice", 1001) == IdRange{100000, 65536});
  CHECK(range_in(file, "bob", 1002) == IdRange{200000, 70000});
  CHECK(range_in(file, "carol", 1003) == IdRange{300000, 65535});
  CHECK(!range_in(file, "eve", 1004));
}

TEST_CASE("a line that is no range gives nobody anything", "[core/machine]") {
  CHECK(!range_in("", "alice", 1001));
  CHECK(!range_in("alice", "alice", 1001));
  CHECK(!range_in("alice:0:65536\n", "alice", 1001));
  CHECK(!range_in("alice:x:y\n:1:65536\n", "alice", 1001));
}

}  // namespace cairn::machine
