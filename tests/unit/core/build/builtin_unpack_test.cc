// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:unpack-1 hands its environment to unpack().
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/build/builtin.hh"
#include "tests/support/archive_bytes.hh"
#include "tests/support/tree_text.hh"

#include <catch2/catch.hpp>

using namespace cairn;
using namespace cairn::test;

TEST_CASE("builtin:unpack makes the tree of an archive, stripped if that is switched on",
          "[core/build]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "src", tar_bytes({{"hello/a", '0', "", "text"}}));
  BuiltinEnvironment environment = {{"src", folder.path() + "/src"},
                                    {"out", folder.path() + "/out"}};
  SECTION("as it is") {
    builtin_unpack(environment);
    CHECK(tree_text(folder.path() + "/out") == "hello/ 755\nhello/a 644 text\n");
  }
  SECTION("stripped") {
    environment.emplace("strip", "1");
    builtin_unpack(environment);
    CHECK(tree_text(folder.path() + "/out") == "a 644 text\n");
  }
}

TEST_CASE("builtin:unpack needs an archive and a place", "[core/build]") {
  CHECK_THROWS_WITH(builtin_unpack({{"out", "/x"}}), "the derivation does not set 'src'");
  CHECK_THROWS_WITH(builtin_unpack({{"src", "/x"}}), "the derivation does not set 'out'");
}
