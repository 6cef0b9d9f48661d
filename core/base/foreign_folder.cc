// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at a folder with the rights that count.
#include "core/base/foreign_folder.hh"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

std::optional<std::string> foreign_owner(const std::string& folder) {
  struct stat status {};
  if (stat(folder.c_str(), &status) < 0 || status.st_uid == geteuid()) return std::nullopt;
  if (faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0) return std::nullopt;
  const passwd* entry = getpwuid(status.st_uid);
  return entry != nullptr ? entry->pw_name : fmt::format("user {}", status.st_uid);
}

}  // namespace cairn
