// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of other users.
#include "core/base/foreign_folder.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <unistd.h>

namespace cairn {

TEST_CASE("a folder of ours is not foreign, nor is one that is not there", "[core/base]") {
  TemporaryDirectory folder;
  CHECK(!foreign_owner(folder.path()));
  CHECK(!foreign_owner(folder.path() + "/absent"));
}

TEST_CASE("a folder of another's is theirs, where we cannot write in it", "[core/base]") {
  if (geteuid() != 0) return;
  constexpr uid_t nobody = 65534;
  TemporaryDirectory folder;
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  AtEnd end([] { CHECK(seteuid(0) == 0); });
  REQUIRE(seteuid(nobody) == 0);
  CHECK(foreign_owner(folder.path()) == "root");
  CHECK(!foreign_owner("/tmp"));
  auto fail = [](const std::string& where) {
    told_of_owner(where, "ask them", [] { throw Error("cannot lock it").with_hint("wait"); });
  };
  CHECK_THROWS_WITH(fail(folder.path()), folder.path() + " belongs to root: cannot lock it");
  CHECK_THROWS_WITH(fail("/tmp"), "cannot lock it");
  CHECK(told_of_owner(folder.path(), "ask them", [] { return 3; }) == 3);
  REQUIRE(seteuid(0) == 0);
  REQUIRE(chown(folder.path().c_str(), 54321, 54321) == 0);
  REQUIRE(seteuid(nobody) == 0);
  CHECK(foreign_owner(folder.path()) == "user 54321");
}

}  // namespace cairn
