// SPDX-License-Identifier: GPL-3.0-or-later
// How an error of an evaluation is told.
#include "cli/evaluation/evaluation_error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const EvaluatedTexts texts{
    {"/u/a.scm", "(first)\n  (second)\n"}, {"-e", "(f x)"}, {"long.scm", std::string(1000, 'x')}};

std::string told(const Message& described) {
  return evaluation_error(described, texts).message();
}

}  // namespace

TEST_CASE("an error names its place and shows its line", "[cli/evaluation]") {
  Error error = evaluation_error(
      {{"message", "bad"}, {"file", "/u/a.scm"}, {"line", 2}, {"column", 3}, {"hint", "do better"}},
      texts);
  CHECK(error.message() ==
        "/u/a.scm:2:3: bad\n"
        "    2 |   (second)\n"
        "          ^");
  CHECK(error.hint() == "do better");
  CHECK(told({{"message", "bad"}, {"file", "-e"}, {"line", 1}, {"column", 4}}) ==
        "-e:1:4: bad\n"
        "    1 | (f x)\n"
        "           ^");
}

TEST_CASE("a line that nobody was given is not shown", "[cli/evaluation]") {
  CHECK(told({{"message", "bad"}, {"file", "/etc/passwd"}, {"line", 1}, {"column", 1}}) ==
        "/etc/passwd:1:1: bad");
  CHECK(told({{"message", "bad"}, {"file", "long.scm"}, {"line", 1}, {"column", 1}}) ==
        "long.scm:1:1: bad");
  CHECK(told({{"message", "bad"}, {"file", "/u/a.scm"}, {"line", 9}, {"column", 1}}) ==
        "/u/a.scm:9:1: bad");
}

TEST_CASE("an error without a place is its message", "[cli/evaluation]") {
  CHECK(told({{"message", "bad"}, {"file", nullptr}, {"line", nullptr}}) == "bad");
  CHECK(evaluation_error({{"message", "bad"}, {"hint", nullptr}}, texts).hint().empty());
}

TEST_CASE("whatever an evaluator says can be told", "[cli/evaluation]") {
  for (const Message& strange :
       {Message(), Message(5), Message("x"), Message::array(), Message({{"message", 5}})}) {
    CHECK(told(strange) == "the evaluation failed and did not say why");
  }
  for (std::int64_t number : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
    CAPTURE(number);
    CHECK_NOTHROW(told({{"message", "m"}, {"file", "/u/a.scm"}, {"line", number}, {"column", 1}}));
    CHECK_NOTHROW(told({{"message", "m"}, {"file", "/u/a.scm"}, {"line", 1}, {"column", number}}));
  }
  CHECK_NOTHROW(told({{"message", "m"}, {"file", "/u/a.scm"}, {"line", UINT64_MAX}}));
}

}  // namespace cairn
