// SPDX-License-Identifier: GPL-3.0-or-later
// T-03: a builder tries to give a program the builder's rights, or files rights beyond their mode.
#include "tests/support/attack_place.hh"
#include "tests/support/attack_verdict.hh"

using namespace cairn;
using namespace cairn::test;

namespace {

// Whether LINES says OUTCOME of WHAT.
bool says(const std::string& lines, const std::string& what, const std::string& outcome) {
  return ("\n" + lines).find("\n" + what + ": " + outcome + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("T-03: no call of any ABI gives a file a set-id bit", "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("attack set-id") ==
        "chmod u+s: EPERM\n"
        "chmod g+s: EPERM\n"
        "chmod +s: EPERM\n"
        "fchmod: EPERM\n"
        "fchmodat: EPERM\n"
        "fchmodat2: ENOSYS\n"
        "chmod of i386: ENOSYS\n"
        "chmod of x32: ENOSYS\n"
        "open: EPERM\n"
        "open of i386: ENOSYS\n"
        "openat: EPERM\n"
        "openat2: ENOSYS\n"
        "creat: EPERM\n"
        "mknod: EPERM\n"
        "mknodat: EPERM\n"
        "mkdir: no set-id\n"
        "O_TMPFILE: EPERM\n"
        "openat by io_uring: ENOSYS\n");
}

TEST_CASE("T-03: without the filter of system calls nearly every one does", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack set-id", {.no_seccomp = true});
  for (const char* what : {"chmod u+s", "chmod g+s", "chmod +s", "fchmod", "fchmodat", "open",
                           "openat", "openat2", "creat", "mknod", "mknodat", "O_TMPFILE"}) {
    INFO(what);
    CHECK(says(shown, what, "set-id"));
  }
}

// Each needs a kernel that has the call: tried one by one, so that each is skipped alone.
TEST_CASE("T-03: without the filter the i386 calls do", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack set-id", {.no_seccomp = true});
  if (says(shown, "chmod of i386", "ENOSYS")) return skip("this kernel has no i386 calls");
  CHECK(says(shown, "chmod of i386", "set-id"));
  CHECK(says(shown, "open of i386", "set-id"));
}

TEST_CASE("T-03: without the filter the x32 calls do", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack set-id", {.no_seccomp = true});
  if (says(shown, "chmod of x32", "ENOSYS")) return skip("this kernel has no x32 calls");
  CHECK(says(shown, "chmod of x32", "set-id"));
}

TEST_CASE("T-03: without the filter fchmodat2 does", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack set-id", {.no_seccomp = true});
  if (says(shown, "fchmodat2", "ENOSYS")) return skip("this kernel has no fchmodat2");
  CHECK(says(shown, "fchmodat2", "set-id"));
}

TEST_CASE("T-03: without the filter io_uring does", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack set-id", {.no_seccomp = true});
  bool missing =
      says(shown, "openat by io_uring", "ENOSYS") || says(shown, "openat by io_uring", "EPERM");
  if (missing) return skip("this kernel has no io_uring, or not for everybody");
  CHECK(says(shown, "openat by io_uring", "set-id"));
}

TEST_CASE("T-03: no call gives a file an attribute, an access list or a capability", "[attack]") {
  AttackPlace place;
  CHECK(place.output_of("attack attributes") ==
        "setxattr user.x: EOPNOTSUPP\n"
        "lsetxattr user.x: EOPNOTSUPP\n"
        "fsetxattr user.x: EOPNOTSUPP\n"
        "an access list: EOPNOTSUPP\n"
        "setxattrat: ENOSYS\n"
        "file_setattr: ENOSYS\n"
        "security.capability: EOPNOTSUPP\n");
}

TEST_CASE("T-03: without the filter calls do that, where the file system can", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of("attack attributes", {.no_seccomp = true});
  if (says(shown, "setxattr user.x", "EOPNOTSUPP")) return skip("this file system has none");
  for (const char* what : {"lsetxattr user.x", "fsetxattr user.x", "security.capability"}) {
    INFO(what);
    CHECK(says(shown, what, "done"));
  }
}
