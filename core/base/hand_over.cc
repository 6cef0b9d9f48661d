// SPDX-License-Identifier: GPL-3.0-or-later
// Giving away what was made.
#include "core/base/hand_over.hh"

#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

namespace {

std::optional<struct stat> status_if_foreign(int folder) {
  struct stat status {};
  if (geteuid() != 0 || fstat(folder, &status) < 0 || status.st_uid == 0) return std::nullopt;
  return status;
}

}  // namespace

bool is_foreign_to_root(int folder) {
  return status_if_foreign(folder).has_value();
}

void hand_over(int folder, int made) {
  auto owner = status_if_foreign(folder);
  if (owner) static_cast<void>(!fchown(made, owner->st_uid, owner->st_gid));
}

}  // namespace cairn
