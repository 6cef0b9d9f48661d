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
  REQUIRE(seteuid(0) == 0);
  REQUIRE(chown(folder.path().c_str(), 54321, 54321) == 0);
  REQUIRE(seteuid(nobody) == 0);
  CHECK(foreign_owner(folder.path()) == "user 54321");
}

TEST_CASE("who is refused is told whose the folder is", "[core/base]") {
  if (geteuid() != 0) return;
  TemporaryDirectory folder;
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  AtEnd end([] { CHECK(seteuid(0) == 0); });
  REQUIRE(seteuid(65534) == 0);
  auto error_of = [](const std::string& where, Error error) {
    try {
      told_of_owner(where, "ask them", [&] { throw error; });
    } catch (const Error& told) {
      return told.message() + " | " + told.hint();
    }
    return std::string();
  };
  Error refused = numbered_error(EACCES, "cannot lock it");
  std::string told = folder.path() + " belongs to root: cannot lock it: Permission denied | ";
  CHECK(error_of(folder.path(), refused) == told + "ask them");
  CHECK(error_of(folder.path() + "/a/b", refused) == told + "ask them");
  CHECK(error_of(folder.path(), Error(refused).with_hint("wait")) == told + "wait");
  CHECK(error_of("/tmp/absent", refused) == "cannot lock it: Permission denied | ");
  Error full = numbered_error(ENOSPC, "cannot lock it");
  CHECK(error_of(folder.path(), full) == "cannot lock it: No space left on device | ");
  CHECK(told_of_owner(folder.path(), "ask them", [] { return 3; }) == 3);
}

}  // namespace cairn
