// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping what was found authentic: one line of a title, then a commit a line.
#include "channels/authenticate/cache.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/hash/encoding.hh"
#include "core/hash/hasher.hh"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr std::string_view title = "cairn authentic commits 1\n";
constexpr std::size_t line_size = 2 * ObjectId::size + 1;

std::vector<ObjectId> parsed(std::string_view text) {
  std::vector<ObjectId> commits;
  if (!text.starts_with(title)) return {};
  text.remove_prefix(title.size());
  for (; !text.empty(); text.remove_prefix(line_size)) {
    if (text.size() < line_size || text[line_size - 1] != '\n') return {};
    auto commit = ObjectId::parse(text.substr(0, line_size - 1));
    if (!commit) return {};
    commits.push_back(*commit);
  }
  return commits;
}

}  // namespace

AuthenticationCache::AuthenticationCache(std::string folder, std::string_view identity)
    : folder_(std::move(folder)),
      name_(to_base16(hash_of(HashAlgorithm::sha256, identity).digest())) {}

std::vector<ObjectId> AuthenticationCache::commits() const {
  std::string path = folder_ + "/" + name_;
  Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file) return {};
  struct stat status {};
  checked(fstat(file.get(), &status), "cannot look at {}", path);
  // One that somebody else could have written is not believed.
  bool is_ours = S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
                 (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  std::size_t size_limit = title.size() + length_limit * line_size;
  if (!is_ours || static_cast<std::size_t>(status.st_size) > size_limit) return {};
  FdSource source(file.get(), path);
  return parsed(read_all(source, size_limit, path));
}

void AuthenticationCache::keep(const std::vector<ObjectId>& commits_known,
                               const ObjectId& commit) const {
  std::string text(title);
  text += commit.text() + "\n";
  std::size_t count = 1;
  for (const ObjectId& known : commits_known) {
    if (known == commit) continue;
    if (count++ == length_limit) break;
    text += known.text() + "\n";
  }
  make_directories(folder_, 0700);
  Fd folder = open_directory(folder_);
  write_file_at(folder.get(), name_, text, 0600);
}

}  // namespace cairn
