// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that come and go.
#include "core/build/log_tail.hh"

#include <algorithm>
#include <utility>

namespace cairn {

void LogTail::write(std::string_view bytes) {
  for (;;) {
    std::size_t end = std::min(bytes.find('\n'), bytes.size());
    open_ += bytes.substr(0, std::min(end, longest_line - open_.size()));
    if (end == bytes.size()) return;
    end_line();
    bytes.remove_prefix(end + 1);
  }
}

void LogTail::end_line() {
  lines_.push_back(std::exchange(open_, {}));
  if (lines_.size() > most_lines) lines_.pop_front();
}

std::vector<std::string> LogTail::lines() const {
  std::vector<std::string> lines(lines_.begin(), lines_.end());
  if (!open_.empty()) lines.push_back(open_);
  if (lines.size() > most_lines) lines.erase(lines.begin());
  return lines;
}

}  // namespace cairn
