// SPDX-License-Identifier: GPL-3.0-or-later
// Lines and characters.
#include "channels/index/position.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("lines and characters are counted, not bytes", "[channels/index]") {
  std::string_view text = "one\n\u00e9\u20ac two\n\nend";
  struct Row {
    std::size_t offset;
    std::size_t line;
    std::size_t column;
  };
  Position position(text);
  for (const Row& row : {Row{0, 0, 0}, Row{3, 0, 3}, Row{4, 1, 0}, Row{9, 1, 2}, Row{10, 1, 3},
                         Row{14, 2, 0}, Row{15, 3, 0}, Row{18, 3, 3}}) {
    position.go_to(row.offset);
    CHECK(position.line() == row.line);
    CHECK(position.column() == row.column);
  }
}

}  // namespace cairn
