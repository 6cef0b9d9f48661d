// SPDX-License-Identifier: GPL-3.0-or-later
// ProgressWriter: shows a Progress on a descriptor: lines as they come and, on a terminal, what
// runs at the bottom, redrawn at most ten times a second.
#pragma once

#include "cli/progress.hh"
#include "cli/terminal.hh"

#include <string>
#include <vector>

namespace cairn {

// How many rows LINES take on a terminal of COLUMNS.
std::size_t rows_of(const std::vector<std::string>& lines, std::size_t columns);

// What moves the cursor from behind the last of DRAWN, lines that start at the left edge, to where
// the first one begins, and clears all of them.
std::string erasure(const std::vector<std::string>& drawn, std::size_t columns);

class ProgressWriter {
 public:
  // STYLE's is_live says whether FD is a terminal to draw on. FD is borrowed.
  ProgressWriter(int fd, ProgressStyle style);

  void hear(const Event& event, ProgressTime now);
  // Draw again what runs, if the last drawing is old enough.
  void tick(ProgressTime now);
  // Write what waits, and take what runs off the terminal.
  void clear();

 private:
  std::string text_of(const ProgressLine& line) const;
  void redraw(ProgressTime now);
  void write(const std::string& text) const;

  int fd_;
  bool is_live_;
  bool has_colour_;
  Progress progress_;
  std::string pending_;  // lines that wait for the next drawing
  std::vector<std::string> drawn_;
  ProgressTime drawn_at_{};
};

}  // namespace cairn
