// SPDX-License-Identifier: GPL-3.0-or-later
// Messages as Scheme sees them.
#include "scheme/eval/data.hh"

#include "tests/unit/scheme/eval/in_guile.hh"

#include <catch2/catch.hpp>

namespace cairn::eval {

namespace {

std::string printed(SCM value) {
  SCM text = scm_object_to_string(value, SCM_UNDEFINED);
  return to_string(text, "the text");
}

std::string refusal_of(const std::string& expression) {
  try {
    to_message(test::evaluated(expression));
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("objects are alists, arrays are lists, and nothing is null", "[scheme/eval]") {
  test::in_guile([] {
    CHECK(printed(from_message({{"a", 1}, {"b", {"x", true, nullptr}}})) ==
          "((b \"x\" #t null) (a . 1))");
    CHECK(printed(from_message(Message::array())) == "()");
    CHECK(printed(from_message(-5)) == "-5");
    CHECK(printed(from_message("\xc3\xa4")) == "\"\xc3\xa4\"");
  });
}

TEST_CASE("what Scheme answers becomes a message", "[scheme/eval]") {
  test::in_guile([] {
    CHECK(to_message(test::evaluated("'((a . 1) (b . (\"x\" #f null)) (c . ()))")) ==
          Message{{"a", 1}, {"b", {"x", false, nullptr}}, {"c", Message::array()}});
    CHECK(to_message(test::evaluated("\"\\x00;\xc3\xa4\"")) == std::string("\0;\xc3\xa4", 4));
    CHECK(to_message(test::evaluated("9223372036854775807")) == INT64_MAX);
  });
}

TEST_CASE("what goes in comes out", "[scheme/eval]") {
  Message message = {{"a", {{"b", {1, "two", {{"c", nullptr}}}}}}, {"d", true}};
  test::in_guile([&] { CHECK(to_message(from_message(message)) == message); });
}

TEST_CASE("what is no data is refused", "[scheme/eval]") {
  test::in_guile([] {
    for (const char* expression :
         {"car", "1.5", "9223372036854775808", "'symbol", "(list car)", "'(1 . 2)",
          "'((a . 1) . b)", "#\\a", "(current-output-port)", "(make-string 0) (if #f #f)"}) {
      CAPTURE(expression);
      CHECK(refusal_of("(begin " + std::string(expression) + ")") != "");
    }
  });
}

TEST_CASE("data that go in a circle or too deep are refused", "[scheme/eval]") {
  test::in_guile([] {
    CHECK(refusal_of("(let ((a (list 1))) (set-cdr! a a) a)") ==
          "a list in the answer is too long");
    CHECK(refusal_of("(let ((a (list 1))) (set-car! a a) a)") == "the answer nests too deep");
    CHECK(refusal_of("(let loop ((i 0) (a '())) (if (= i 1000000) a (loop (1+ i) (list a))))") ==
          "the answer nests too deep");
  });
}

}  // namespace cairn::eval
