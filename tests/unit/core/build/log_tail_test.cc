// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a log.
#include "core/build/log_tail.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("lines come in pieces, and the last may lack its end", "[core/build]") {
  LogTail tail;
  CHECK(tail.lines().empty());
  tail.write("on");
  tail.write("e\ntw");
  CHECK(tail.lines() == std::vector<std::string>{"one", "tw"});
  tail.write("o\n\n");
  CHECK(tail.lines() == std::vector<std::string>{"one", "two", ""});
}

TEST_CASE("the last lines are kept, and the beginning of long ones", "[core/build]") {
  LogTail tail;
  for (int i = 0; i < 100; ++i) tail.write(std::to_string(i) + "\n");
  CHECK(tail.lines().size() == LogTail::most_lines);
  CHECK(tail.lines().front() == "90");
  tail.write("open");
  CHECK(tail.lines().size() == LogTail::most_lines);
  CHECK(tail.lines().back() == "open");
  tail.write(std::string(5000, 'x'));
  tail.write("\nlast");
  CHECK(tail.lines().back() == "last");
  CHECK(tail.lines()[LogTail::most_lines - 2] ==
        ("open" + std::string(LogTail::longest_line - 4, 'x')));
}

}  // namespace cairn
