// SPDX-License-Identifier: GPL-3.0-or-later
// Giving away what root makes.
#include "core/base/hand_over.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

uid_t owner(int fd) {
  struct stat status {};
  REQUIRE(fstat(fd, &status) == 0);
  return status.st_uid;
}

}  // namespace

TEST_CASE("what is made in a folder of one's own stays one's own", "[core/base]") {
  TemporaryDirectory folder;
  CHECK(!is_foreign_to_root(folder.fd()));
  Fd made = make_directory_at(folder.fd(), "made");
  hand_over(folder.fd(), made.get());
  CHECK(owner(made.get()) == geteuid());
}

TEST_CASE("what root makes in another's folder is theirs", "[core/base]") {
  if (geteuid() != 0) return;
  TemporaryDirectory folder;
  REQUIRE(fchown(folder.fd(), 54321, 54321) == 0);
  CHECK(is_foreign_to_root(folder.fd()));
  Fd made = make_directory_at(folder.fd(), "made");
  CHECK(owner(made.get()) == 0);
  hand_over(folder.fd(), made.get());
  CHECK(owner(made.get()) == 54321);
}

}  // namespace cairn
