// SPDX-License-Identifier: GPL-3.0-or-later
// What a person reads when something cannot be done.
#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("an error says what was tried, then why", "[core/base]") {
  errno = ENOENT;
  CHECK(errno_error("cannot open {}", "/x").message() ==
        "cannot open /x: No such file or directory");
  CHECK(errno_text(99999) == "error number 99999");
}

TEST_CASE("an error of the system keeps its number, whatever is put in front", "[core/base]") {
  errno = EACCES;
  Error refused = errno_error("cannot open {}", "/x");
  CHECK(refused.while_doing("cannot add it").error_number() == EACCES);
  CHECK(numbered_error(ENOSPC, "cannot write {}", "/x").error_number() == ENOSPC);
  CHECK(numbered_error(ENOSPC, "cannot write {}", "/x").message() ==
        "cannot write /x: No space left on device");
  CHECK(Error("lost").error_number() == 0);
}

TEST_CASE("callers put what they were doing in front", "[core/base]") {
  auto work = [] { with_context("cannot add /a", [] { throw Error("cannot read {}", "/a/b"); }); };
  CHECK_THROWS_WITH(work(), "cannot add /a: cannot read /a/b");
}

TEST_CASE("what was tried is worded only for an error", "[core/base]") {
  int worded = 0;
  auto tried = [&] { return fmt::format("cannot count to {}", ++worded); };
  CHECK(with_context(tried, [] { return 3; }) == 3);
  CHECK(worded == 0);
  CHECK_THROWS_WITH(with_context(tried, [] { throw Error("lost"); }), "cannot count to 1: lost");
}

TEST_CASE("a good result is passed on, a bad one is thrown", "[core/base]") {
  CHECK(checked(3, "cannot count") == 3);
  errno = EPERM;
  CHECK_THROWS_WITH(checked(-1, "cannot {}", "fly"), "cannot fly: Operation not permitted");
}

}  // namespace cairn
