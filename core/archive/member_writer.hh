// SPDX-License-Identifier: GPL-3.0-or-later
// MemberWriter: makes the members of somebody's archive as files below one folder. Each step down
// is an openat that follows no link, so nothing is ever reached outside, whatever the names say.
// (Not by openat2, which the filter of system calls refuses inside a sandbox.)
#pragma once

#include "core/base/fd.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// PATH's components without "." and empty ones: "./a//b" is a, b; "./" is none. Throws for absolute
// paths, "..", and names, depths and lengths that a store item cannot hold.
std::vector<std::string> member_names(std::string_view path);

// Times are set to 1 and modes to 0644, 0755 (programs and folders), whatever the umask.
// A file may replace a file made before, a link a link: the later of doubled members counts, as in
// tar. All other doubles throw, but for folders, which are one.
class MemberWriter {
 public:
  // ROOT is the open folder to write below.
  explicit MemberWriter(Fd root);

  void make_folder(const std::string& path);
  // An empty file to be filled, and then given to finish_file.
  Fd make_file(const std::string& path, bool is_executable);
  static void finish_file(int file);
  void make_link(const std::string& path, const std::string& target);
  // A second name for the file or link EXISTING, which must be a path made before.
  void make_hard_link(const std::string& path, const std::string& existing);

  // Once all is made: when the root holds one folder alone, put that one's content in its place.
  void strip_single();
  // Once all is in place: set the times of the folders, which change with what is made in them.
  void finish_folders();

  int root() const { return open_.front().get(); }

 private:
  // The folder that holds the last of NAMES, made if it is missing; valid until the next call.
  int enter_parent(const std::vector<std::string>& names);
  void leave_to(std::size_t depth);
  void make_room(int parent, const std::string& name, unsigned kind);

  std::vector<Fd> open_;            // the root and the folders below it that we are in
  std::vector<std::string> names_;  // of these, without the root's
};

}  // namespace cairn
