// SPDX-License-Identifier: GPL-3.0-or-later
// How many files may be open.
#include "core/base/file_limit.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

rlimit limit_now() {
  rlimit now{};
  getrlimit(RLIMIT_NOFILE, &now);
  return now;
}

}  // namespace

TEST_CASE("the limit of open files is raised for a while", "[core/base]") {
  rlimit before = limit_now();
  rlimit low{64, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
  {
    RaisedFileLimit raised;
    CHECK(limit_now().rlim_cur == before.rlim_max);
    CHECK(raised.files() == before.rlim_max);
  }
  CHECK(limit_now().rlim_cur == 64);
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace cairn
