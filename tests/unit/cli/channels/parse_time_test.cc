// SPDX-License-Identifier: GPL-3.0-or-later
// Times as people write them.
#include "cli/channels/time_travel.hh"
#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <cstdlib>

namespace cairn {

namespace {

constexpr std::time_t now = 1'795'000'000;  // 2026-11-18T11:06:40Z

std::time_t time_of(const std::string& text) {
  return parse_time(text, now);
}

}  // namespace

TEST_CASE("a time with a zone is the same everywhere", "[cli/channels]") {
  CHECK(time_of("2026-11-18T11:06:40Z") == now);
  CHECK(time_of("2026-11-18T12:06:40+01:00") == now);
  CHECK(time_of("2026-11-18 06:06:40 -0500") == now);
  CHECK(time_of("@1795000000") == now);
}

TEST_CASE("a time without a zone is of this machine's", "[cli/channels]") {
  setenv("TZ", "UTC-2", 1);  // POSIX: two hours east
  tzset();
  CHECK(time_of("2026-11-18 13:06:40") == now);
  CHECK(time_of("2026-11-18T13:06") == now - 40);
  CHECK(time_of("2026-11-18") == time_of("2026-11-18 23:59:59"));
  unsetenv("TZ");
  tzset();
}

TEST_CASE("a time may count back from now", "[cli/channels]") {
  CHECK(time_of("yesterday") == now - 24 * 60 * 60);
  CHECK(time_of("1 hour ago") == now - 60 * 60);
  CHECK(time_of("3 days ago") == now - 3 * 24 * 60 * 60);
  CHECK(time_of("2 weeks ago") == now - 14 * 24 * 60 * 60);
}

TEST_CASE("what is no time is misused", "[cli/channels]") {
  for (const char* text : {"", "@", "@-1", "@x", "2026", "2026-13-01", "2026-11-18 25:00", "ago",
                           "-1 days ago", "3 moons ago", "99999999 days ago", "2026-11-18Z"}) {
    CAPTURE(text);
    try {
      time_of(text);
      FAIL("it was read");
    } catch (const Error& error) {
      CHECK(error.status() == Exit::misused);
    }
  }
}

}  // namespace cairn
