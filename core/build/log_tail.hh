// SPDX-License-Identifier: GPL-3.0-or-later
// LogTail: the last lines of what a builder said, for who hears that it failed.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

class LogTail {
 public:
  static constexpr std::size_t most_lines = 10;
  static constexpr std::size_t longest_line = 1024;  // bytes; what is behind them is left out

  void write(std::string_view bytes);
  // Oldest first, the last one also where its end has not come.
  std::vector<std::string> lines() const;

 private:
  void end_line();

  std::deque<std::string> lines_ = {};
  std::string open_ = {};
};

}  // namespace cairn
