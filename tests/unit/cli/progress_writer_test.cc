// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing at the bottom of a terminal.
#include "cli/progress_writer.hh"

#include "cli/terminal.hh"
#include "core/base/fd.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

using namespace std::chrono_literals;

const StorePath hello("0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-hello-2.10.drv");
const ProgressTime start = ProgressTime{} + 1h;

// A writer into a pipe, and what it wrote since it was last asked.
struct Paper {
  Pipe pipe = make_pipe();
  ProgressWriter writer;

  explicit Paper(bool is_live)
      : writer(pipe.write_end.get(), {.amount = ProgressStyle::Amount::usual,
                                      .is_live = is_live,
                                      .store = StoreDir(),
                                      .command = "cairn"}) {}
  std::string written() {
    write_fully(pipe.write_end.get(), "\n", "the pipe");
    char buffer[4096];
    std::size_t count = FdSource(pipe.read_end.get(), "the pipe").read(buffer);
    return {buffer, count - 1};
  }
};

}  // namespace

TEST_CASE("lines that a terminal was made too narrow for take more rows", "[cli]") {
  CHECK(rows_of({}, 80) == 0);
  CHECK(rows_of({""}, 80) == 1);
  CHECK(rows_of({std::string(80, 'x'), "y"}, 80) == 2);
  CHECK(rows_of({std::string(79, 'x'), "y"}, 40) == 3);
}

TEST_CASE("what was drawn is erased from its last row to its first", "[cli]") {
  CHECK(erasure({}, 80) == "");
  CHECK(erasure({"one"}, 80) == "\r\x1b[J");
  CHECK(erasure({"one", "two", "three"}, 80) == "\r\x1b[2A\x1b[J");
  CHECK(erasure({std::string(79, 'x')}, 40) == "\r\x1b[1A\x1b[J");
}

TEST_CASE("a terminal is drawn on ten times a second at most, and when something changed",
          "[cli]") {
  Paper paper(true);
  paper.writer.hear(BuildStarted{hello}, start);
  CHECK(paper.written() == "[1 running] hello-2.10 0s");
  paper.writer.hear(Noted{"a note"}, start + 50ms);
  CHECK(paper.written() == "");
  paper.writer.tick(start + 100ms);
  CHECK(paper.written() == "\r\x1b[Ja note\n[1 running] hello-2.10 0s");
  paper.writer.tick(start + 300ms);
  CHECK(paper.written() == "");
  paper.writer.tick(start + 1s);
  CHECK(paper.written() == "\r\x1b[J[1 running] hello-2.10 1s");
  paper.writer.hear(Noted{"the last"}, start + 1s);
  paper.writer.clear();
  CHECK(paper.written() == "\r\x1b[Jthe last\n");
}

TEST_CASE("elsewhere lines come at once and nothing is redrawn", "[cli]") {
  Paper paper(false);
  paper.writer.hear(Noted{"one"}, start);
  paper.writer.hear(Noted{"two"}, start);
  paper.writer.tick(start + 10s);
  paper.writer.clear();
  CHECK(paper.written() == "one\ntwo\n");
}

}  // namespace cairn
