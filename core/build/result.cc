// SPDX-License-Identifier: GPL-3.0-or-later
// What results mean for a command.
#include "core/build/result.hh"

#include <utility>

namespace cairn {

Exit exit_of(BuildStatus status) {
  constexpr std::pair<BuildStatus, Exit> exits[] = {
      {BuildStatus::built, Exit::done},
      {BuildStatus::substituted, Exit::done},
      {BuildStatus::already_valid, Exit::done},
      {BuildStatus::timed_out, Exit::timed_out},
      {BuildStatus::hash_mismatch, Exit::hash_mismatch},
      {BuildStatus::not_deterministic, Exit::not_deterministic},
  };
  for (auto [known, exit] : exits) {
    if (known == status) return exit;
  }
  return Exit::build_failed;
}

}  // namespace cairn
