// SPDX-License-Identifier: GPL-3.0-or-later
// A tree of files as text.
#include "tests/support/tree_text.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <filesystem>
#include <set>
#include <sys/stat.h>

namespace cairn::test {

namespace fs = std::filesystem;

namespace {

std::string line_for(const fs::path& path, const std::string& name) {
  struct stat status {};
  checked(lstat(path.c_str(), &status), "cannot look at {}", path.string());
  if (S_ISLNK(status.st_mode)) return name + " -> " + fs::read_symlink(path).string();
  std::string mode = fmt::format("{:o}", status.st_mode & 07777);
  if (S_ISDIR(status.st_mode)) return name + "/ " + mode;
  return name + " " + mode + " " + read_file(path.string());
}

}  // namespace

std::string tree_text(const std::string& path) {
  std::set<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    lines.insert(line_for(entry.path(), entry.path().lexically_relative(path).string()));
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace cairn::test
