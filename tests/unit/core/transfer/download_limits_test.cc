// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of downloads as text.
#include "core/transfer/download_limits.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string problem_of(const std::string& text) {
  try {
    parse_download_limits(text, "limits");
    return "";
  } catch (const Error& error) {
    return error.message();
  }
}

}  // namespace

TEST_CASE("limits that are not named are the usual ones", "[core/transfer]") {
  CHECK(parse_download_limits("", "limits") == DownloadLimits{});
  DownloadLimits limits = parse_download_limits("# a slow line\nstalled 120 # seconds\n", "limits");
  CHECK(limits.stalled == std::chrono::seconds(120));
  CHECK(limits.size == DownloadLimits{}.size);
}

TEST_CASE("limits come back from their text", "[core/transfer]") {
  DownloadLimits limits{std::chrono::seconds(1), std::chrono::seconds(2), 3, 4, 5};
  CHECK(to_text(limits) == "connecting 1\nstalled 2\nslowest 3\nsize 4\ntries 5\n");
  CHECK(parse_download_limits(to_text(limits), "limits") == limits);
}

TEST_CASE("what is no limit is told with its line", "[core/transfer]") {
  CHECK(problem_of("\nstale 5\n") ==
        "limits:2: there is no limit 'stale'; there are: connecting stalled slowest size tries");
  CHECK(problem_of("tries 101") == "limits:1: 'tries' must be a number from 1 to 100, not \"101\"");
  for (const char* text : {"size", "size 0", "size -1", "size 1k", "size 99999999999999999999"}) {
    CHECK(problem_of(text).starts_with("limits:1: 'size' must be a number"));
  }
  CHECK(problem_of("size 1 2") == "limits:1: 'size' is one number");
}

}  // namespace cairn
