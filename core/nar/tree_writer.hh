// SPDX-License-Identifier: GPL-3.0-or-later
// TreeWriter: a tree as files, made canonical as it is written: modes 0444 and 0555, time 1.
#pragma once

#include "core/base/fd.hh"
#include "core/nar/tree_sink.hh"

#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn {

// Give the open file or folder NAME the MODE, and the time, of one in the store. Returns whether it
// had that mode.
bool make_canonical(int fd, mode_t mode, std::string_view name);

class TreeWriter : public TreeSink {
 public:
  // Make the root as NAME in DIRECTORY, where nothing of that name may be. Canonical files are
  // read-only with time 1, as the store has them; others are made as a user's own.
  enum class Mode { canonical, ordinary };
  TreeWriter(int directory, std::string name, Mode mode = Mode::canonical);
  void begin_directory(std::string_view name) override;
  void end_directory() override;
  void begin_file(std::string_view name, bool executable, std::uint64_t size) override;
  void contents(std::string_view bytes) override;
  void end_file() override;
  void symlink(std::string_view name, std::string_view target) override;

  std::uint64_t files() const { return files_; }  // regular files made so far
  bool has_root() const { return has_root_; }     // whether anything of NAME is ours

 private:
  struct Folder {
    Fd fd;
    // Whether a file made in it got the mode that was asked for, so that others will: a plain one,
    // an executable one.
    bool gives_mode[2] = {false, false};
  };

  int here() const;  // the directory that the next entry goes into
  std::string entry_name(std::string_view name) const;
  void finish_canonical();

  int directory_;
  std::string name_;
  Mode mode_;
  std::vector<Folder> open_;  // directories from the root down
  Fd file_;
  bool executable_ = false;
  bool ends_in_hole_ = false;  // the file at hand, so far
  bool has_root_ = false;
  std::uint64_t files_ = 0;
};

namespace nar {
// Unpack the archive in SOURCE as NAME in DIRECTORY; what was made of a bad one is deleted again.
void restore(Source& source, int directory, const std::string& name, TreeWriter::Mode mode);
}  // namespace nar

}  // namespace cairn
