// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of builds by name.
#include "daemon/server/build_options.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::server {

TEST_CASE("numbers are brought into their range", "[daemon/server]") {
  BuildSettings settings;
  CHECK(set_build_option(settings, "max-jobs", "1000000"));
  CHECK(settings.max_jobs == most_jobs);
  CHECK(set_build_option(settings, "repeat", "2"));
  CHECK(settings.rounds == 3);
  CHECK(set_build_option(settings, "max-build-log-size", "2K"));
  CHECK(settings.max_log_size == 2048);
  CHECK_THROWS_WITH(set_build_option(settings, "cores", "-1"),
                    "cannot set 'cores': '-1' is not a number that can stand here");
  CHECK_THROWS_AS(set_build_option(settings, "keep-going", "1"), Error);
}

TEST_CASE("what is no setting of builds is not set", "[daemon/server]") {
  BuildSettings settings;
  CHECK(!set_build_option(settings, "sandbox", "false"));
  auto names = build_option_names();
  CHECK(std::ranges::count(names, "max-silent-time") == 1);
  CHECK(std::ranges::count(names, "sandbox") == 0);
}

}  // namespace cairn::server
