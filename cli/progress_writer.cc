// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing on a terminal. Escapes: ECMA-48.
#include "cli/progress_writer.hh"

#include "cli/drawn_rows.hh"
#include "core/base/uninterrupted.hh"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace cairn {

namespace {

constexpr std::chrono::milliseconds redraw_interval{100};
constexpr std::size_t most_jobs = 8;  // shown at once, on a screen that has twice as many rows

std::string_view colour_of(ProgressLine::Kind kind) {
  switch (kind) {
    case ProgressLine::Kind::failure: return "31";
    case ProgressLine::Kind::warning: return "33";
    case ProgressLine::Kind::hint: return "36";
    case ProgressLine::Kind::log: return "2";
    case ProgressLine::Kind::plain: return "";
  }
  return "";
}

}  // namespace

std::size_t rows_of(const std::vector<std::string>& lines, std::size_t columns) {
  std::size_t rows = 0;
  for (const std::string& line : lines) {
    rows += line.empty() ? 1 : (line.size() + columns - 1) / columns;
  }
  return rows;
}

std::string erasure(const std::vector<std::string>& drawn, std::size_t columns) {
  return erasure_of(rows_of(drawn, columns));
}

ProgressWriter::ProgressWriter(int fd, ProgressStyle style)
    : fd_(fd),
      is_live_(style.is_live),
      has_colour_(wants_colour(fd)),
      progress_(std::move(style)) {}

void ProgressWriter::hear(const Event& event, ProgressTime now) {
  for (const ProgressLine& line : progress_.hear(event, now)) pending_ += text_of(line);
  if (is_live_) return tick(now);
  write(std::exchange(pending_, {}));
}

void ProgressWriter::tick(ProgressTime now) {
  if (is_live_ && now - drawn_at_ >= redraw_interval) redraw(now);
}

void ProgressWriter::clear() {
  std::string text = erasure(drawn_, terminal_size(fd_).columns) + std::exchange(pending_, {});
  drawn_.clear();
  if (!is_live_) return write(text);
  draw_rows(fd_, 0, [&] { write(text); });
}

std::string ProgressWriter::text_of(const ProgressLine& line) const {
  std::string_view colour = has_colour_ ? colour_of(line.kind) : "";
  if (colour.empty()) return line.text + "\n";
  return fmt::format("\x1b[{}m{}\x1b[0m\n", colour, line.text);
}

void ProgressWriter::redraw(ProgressTime now) {
  TerminalSize size = terminal_size(fd_);
  std::size_t most = std::clamp<std::size_t>(size.rows / 2, 1, most_jobs);
  std::vector<std::string> drawing = progress_.status(now, size.columns, most);
  drawn_at_ = now;
  if (pending_.empty() && drawing == drawn_) return;
  std::string text = erasure(drawn_, size.columns) + std::exchange(pending_, {});
  for (std::size_t i = 0; i < drawing.size(); ++i) text += (i > 0 ? "\n" : "") + drawing[i];
  drawn_ = std::move(drawing);
  draw_rows(fd_, rows_of(drawn_, size.columns), [&] { write(text); });
}

// One write each, so that nothing half drawn is seen. Nobody can be told when it fails.
void ProgressWriter::write(const std::string& text) const {
  std::string_view rest = text;
  while (!rest.empty()) {
    ssize_t count = uninterrupted([&] { return ::write(fd_, rest.data(), rest.size()); });
    if (count <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace cairn
