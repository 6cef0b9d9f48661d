// SPDX-License-Identifier: GPL-3.0-or-later
// BuildResult: how the build of one derivation ended. The numbers are the worker protocol's.
#pragma once

#include "core/base/error.hh"
#include "core/item/store_path.hh"

#include <ctime>
#include <map>
#include <string>
#include <vector>

namespace cairn {

enum class BuildStatus : int {
  built = 0,
  substituted = 1,
  already_valid = 2,
  permanent_failure = 3,
  input_rejected = 4,
  output_rejected = 5,
  transient_failure = 6,
  cached_failure = 7,
  timed_out = 8,
  misc_failure = 9,
  dependency_failed = 10,
  log_limit_exceeded = 11,
  not_deterministic = 12,
  hash_mismatch = 15,
};

struct BuildResult {
  BuildStatus status = BuildStatus::misc_failure;
  std::string message = {};                // why it failed
  std::vector<std::string> log_tail = {};  // the last lines of the builder, where that failed
  std::uint64_t times_built = 0;
  bool is_non_deterministic = false;
  std::time_t started = 0;
  std::time_t stopped = 0;
  std::map<std::string, StorePath> outputs = {};  // by output name
  bool operator==(const BuildResult&) const = default;

  bool succeeded() const {
    return status == BuildStatus::built || status == BuildStatus::substituted ||
           status == BuildStatus::already_valid;
  }
};

// What a command ends with after such a result.
Exit exit_of(BuildStatus status);

}  // namespace cairn
