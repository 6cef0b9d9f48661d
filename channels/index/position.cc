// SPDX-License-Identifier: GPL-3.0-or-later
// Counting lines and characters.
#include "channels/index/position.hh"

#include <algorithm>

namespace cairn {

void Position::go_to(std::size_t offset) {
  for (;;) {
    std::size_t end = text_.substr(0, offset).find('\n', line_begin_);
    if (end == std::string_view::npos) break;
    line_begin_ = end + 1;
    ++line_;
  }
  // Bytes that go on with a character of UTF-8 are none of their own.
  auto is_beginning = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  std::string_view before = text_.substr(line_begin_, offset - line_begin_);
  column_ = static_cast<std::size_t>(std::ranges::count_if(before, is_beginning));
}

}  // namespace cairn
