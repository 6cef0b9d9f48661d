// SPDX-License-Identifier: GPL-3.0-or-later
// A line that is drawn while one waits.
#include "cli/live_line.hh"

#include "core/base/fd.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <pty.h>
#include <unistd.h>

namespace cairn {

namespace {

std::string text() {
  return "a line that is longer than twenty columns";
}

// What reaches the reader of OUTPUT while WORK draws on INPUT.
std::string drawn(int input, int output, int times) {
  setenv("TERM", "xterm", 1);
  {
    LiveLine::Time begun{};
    LiveLine line(input, begun);
    for (int i = 1; i <= times; ++i) line.show(text, begun + i * std::chrono::milliseconds(60));
  }
  CHECK(write(input, "end", 3) == 3);
  // What a terminal was given comes in pieces.
  std::string all;
  for (char piece[1000]; !all.ends_with("end");) {
    ssize_t count = read(output, piece, sizeof piece);
    if (count <= 0) break;
    all.append(piece, static_cast<std::size_t>(count));
  }
  return all;
}

struct Terminal {
  Terminal() {
    winsize size{24, 20, 0, 0};
    int ends[2];
    REQUIRE(openpty(&ends[0], &ends[1], nullptr, nullptr, &size) == 0);
    outer = Fd(ends[0]);
    inner = Fd(ends[1]);
  }
  Fd outer;
  Fd inner;
};

}  // namespace

TEST_CASE("a line is drawn when one waits for long and is taken away", "[cli]") {
  Terminal terminal;
  CHECK(drawn(terminal.inner.get(), terminal.outer.get(), 3) ==
        "\r\x1b[Ka line that is long\r\x1b[Kend");
}

TEST_CASE("nothing is drawn for what is short", "[cli]") {
  Terminal terminal;
  CHECK(drawn(terminal.inner.get(), terminal.outer.get(), 1) == "end");
}

TEST_CASE("nothing is drawn where there is no terminal", "[cli]") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  Fd output(ends[0]);
  Fd input(ends[1]);
  CHECK(drawn(input.get(), output.get(), 3) == "end");
}

}  // namespace cairn
