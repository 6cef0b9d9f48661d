// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluation prints comes as lines, and comes to an end.
#include "cli/evaluation/output.hh"

#include <catch2/catch.hpp>
#include <vector>

namespace cairn {

namespace {

struct Shown {
  std::vector<std::string> lines;
  EvaluatorOutput output{[this](std::string_view line) { lines.emplace_back(line); }};
};

}  // namespace

TEST_CASE("lines are shown when they are complete", "[cli/evaluation]") {
  Shown shown;
  shown.output.take("a\nb");
  CHECK(shown.lines == std::vector<std::string>{"a"});
  shown.output.take("c\n\nd");
  CHECK(shown.lines == std::vector<std::string>{"a", "bc"});
  shown.output.flush();
  shown.output.flush();
  CHECK(shown.lines == std::vector<std::string>{"a", "bc", "d"});
}

TEST_CASE("a long line is cut, however it comes", "[cli/evaluation]") {
  Shown shown;
  std::string piece(1000, 'x');
  for (int i = 0; i < 100; ++i) shown.output.take(piece);
  shown.output.take("\nnext\n");
  shown.output.note(std::string(100000, 'y'));
  REQUIRE(shown.lines.size() == 3);
  CHECK(shown.lines[0] == std::string(EvaluatorOutput::length_limit, 'x'));
  CHECK(shown.lines[1] == "next");
  CHECK(shown.lines[2] == std::string(EvaluatorOutput::length_limit, 'y'));
}

TEST_CASE("after many lines it is said once that there are more", "[cli/evaluation]") {
  Shown shown;
  for (int i = 0; i < 3000; ++i) shown.output.take("x\n");
  for (int i = 0; i < 3000; ++i) shown.output.note("y");
  CHECK(shown.lines.size() == EvaluatorOutput::line_limit + 1);
  CHECK(shown.lines.back() == "(more is not shown)");
}

}  // namespace cairn
