// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing one line.
#include "cli/live_line.hh"

#include "cli/drawn_rows.hh"
#include "cli/terminal.hh"

#include <unistd.h>

namespace cairn {

namespace {

constexpr auto pause = std::chrono::milliseconds(100);
constexpr const char* to_an_empty_line = "\r\x1b[K";

}  // namespace

LiveLine::LiveLine(int fd, Time begun)
    : fd_(fd), is_live_(is_smart_terminal(fd)), drawn_at_(begun) {}

LiveLine::~LiveLine() {
  if (is_drawn_) draw("");
}

void LiveLine::show(const std::function<std::string()>& text, Time now) {
  if (!is_live_ || now - drawn_at_ < pause) return;
  drawn_at_ = now;
  is_drawn_ = true;
  draw(text().substr(0, terminal_size(fd_).columns - 1));
}

// A terminal that is gone is no reason to stop what is waited for.
void LiveLine::draw(const std::string& text) {
  std::string bytes = to_an_empty_line + text;
  draw_rows(fd_, text.empty() ? 0 : 1,
            [&] { static_cast<void>(::write(fd_, bytes.data(), bytes.size()) < 0); });
}

}  // namespace cairn
