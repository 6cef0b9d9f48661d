// SPDX-License-Identifier: GPL-3.0-or-later
// Files reached from an open directory, never through a link that somebody else could plant.
// Every function names what it tried; paths in messages are the names given here.
#pragma once

#include "core/base/fd.hh"

#include <functional>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace cairn {

// Open the directory PATH, following links: for paths that the administrator or the user named.
Fd open_directory(const std::string& path);

// Open NAME, one component, in DIRECTORY without following it when it is a link.
Fd open_at(int directory, const std::string& name, int flags, mode_t mode = 0);
Fd open_directory_at(int directory, const std::string& name);

// Open NAME in DIRECTORY, or make it for its owner alone; nothing, and errno, when that fails. What
// root makes in the folder of another user is that user's, who else could not work there any more.
Fd open_or_make_at(int directory, const std::string& name, int access);

// Make PATH and its missing parents.
void make_directories(const std::string& path, mode_t mode = 0755);

// Make NAME in DIRECTORY unless it is there, and open it.
Fd make_directory_at(int directory, const std::string& name, mode_t mode = 0755);

// What NAME in DIRECTORY is, links not followed; nothing when it is absent.
std::optional<struct stat> status_at(int directory, const std::string& name);

// The names in the open directory FD, sorted, without "." and "..".
std::vector<std::string> list_directory(int fd);

// Where the link NAME in DIRECTORY points.
std::string read_link_at(int directory, const std::string& name);

// The content of a small file (at most LIMIT bytes); nothing when it is absent.
std::optional<std::string> read_file_at(int directory, const std::string& name,
                                        std::size_t limit = 64 << 20);
std::string read_file(const std::string& path, std::size_t limit = 64 << 20);

// Make the file NAME appear with CONTENT, complete or not at all, replacing what was there.
void write_file_at(int directory, const std::string& name, std::string_view content,
                   mode_t mode = 0644);
// The same for a content in pieces.
void write_pieces_at(int directory, const std::string& name,
                     const std::vector<std::string_view>& pieces, mode_t mode = 0644);

// Make the link NAME -> TARGET appear at once, replacing what was there.
void replace_link_at(int directory, const std::string& name, const std::string& target);

// What a tree freed.
struct Freed {
  std::uint64_t bytes = 0;  // on disk, of the inodes whose last link went
  std::uint64_t files = 0;
  std::uint64_t one_name_left = 0;  // bytes of files that have one name now, elsewhere
};

// Delete NAME in DIRECTORY with all that is below it; absent is fine. Never follows a link and
// never leaves the file system of NAME, whatever anybody swaps meanwhile (T-17).
Freed remove_tree_at(int directory, const std::string& name);

// The system's folder for temporary files, or that of TMPDIR; throws where it is not there.
std::string temporary_folder();

// A directory of random name in that folder, removed at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(TemporaryDirectory&&) = delete;
  const std::string& path() const { return path_; }
  int fd() const { return fd_.get(); }

 private:
  std::string path_;
  Fd fd_;
};

// Calls the function when the scope ends.
class AtEnd {
 public:
  explicit AtEnd(std::function<void()> action) : action_(std::move(action)) {}
  AtEnd(AtEnd&&) = delete;
  ~AtEnd() { action_(); }

 private:
  std::function<void()> action_;
};

}  // namespace cairn
