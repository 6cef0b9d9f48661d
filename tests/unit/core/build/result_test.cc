// SPDX-License-Identifier: GPL-3.0-or-later
// What results mean for a command.
#include "core/build/result.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("each way to fail has the exit status that scripts know", "[core/build]") {
  CHECK(exit_of(BuildStatus::built) == Exit::done);
  CHECK(exit_of(BuildStatus::already_valid) == Exit::done);
  CHECK(exit_of(BuildStatus::permanent_failure) == Exit::build_failed);
  CHECK(exit_of(BuildStatus::dependency_failed) == Exit::build_failed);
  CHECK(exit_of(BuildStatus::timed_out) == Exit::timed_out);
  CHECK(exit_of(BuildStatus::hash_mismatch) == Exit::hash_mismatch);
  CHECK(exit_of(BuildStatus::not_deterministic) == Exit::not_deterministic);
}

}  // namespace cairn
