// SPDX-License-Identifier: GPL-3.0-or-later
// What a descriptor was opened as.
#include "core/base/path_at.hh"

#include <cerrno>
#include <filesystem>
#include <fmt/format.h>

namespace cairn {

std::string path_at(int directory, const std::string& name) {
  int kept = errno;
  std::error_code unknown;
  auto folder = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", directory), unknown);
  errno = kept;
  return unknown ? name : (folder / name).string();
}

}  // namespace cairn
