// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at a folder with the rights that count.
#include "core/base/foreign_folder.hh"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn {

std::optional<std::string> name_of_user(uid_t user) {
  const passwd* entry = getpwuid(user);
  return entry ? std::optional<std::string>(entry->pw_name) : std::nullopt;
}

std::optional<std::string> foreign_owner(const std::string& folder) {
  struct stat status {};
  if (stat(folder.c_str(), &status) < 0 || status.st_uid == geteuid()) return std::nullopt;
  if (faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0) return std::nullopt;
  return name_of_user(status.st_uid).value_or(fmt::format("user {}", status.st_uid));
}

void tell_owner(Error& error, const std::string& folder, const std::string& hint) {
  std::filesystem::path nearest = folder;
  struct stat status {};
  while (nearest.has_relative_path() && stat(nearest.c_str(), &status) < 0) {
    nearest = nearest.parent_path();
  }
  auto owner = foreign_owner(nearest);
  if (!owner) return;
  error.while_doing(fmt::format("{} belongs to {}", nearest.string(), *owner));
  if (error.hint().empty()) error.with_hint(hint);
}

bool is_refusal(const Error& error) {
  return error.error_number() == EACCES;
}

}  // namespace cairn
