// SPDX-License-Identifier: GPL-3.0-or-later
// Position: lines and characters, counted on the way through a text.
#pragma once

#include <cstddef>
#include <string_view>

namespace cairn {

class Position {
 public:
  explicit Position(std::string_view text) : text_(text) {}

  // OFFSET, in bytes, must not lie before the last one.
  void go_to(std::size_t offset);
  // Both from 0; a column is a character, however many bytes it has.
  std::size_t line() const { return line_; }
  std::size_t column() const { return column_; }

 private:
  std::string_view text_;
  std::size_t line_begin_ = 0;
  std::size_t line_ = 0;
  std::size_t column_ = 0;
};

}  // namespace cairn
