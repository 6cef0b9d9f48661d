// SPDX-License-Identifier: GPL-3.0-or-later
// Values across the border of C++ and Scheme.
#include "scheme/eval/guile.hh"

#include "tests/unit/scheme/eval/in_guile.hh"

#include <catch2/catch.hpp>

namespace cairn::eval {

namespace {

SCM failing(SCM text) {
  return guarded("failing", [=]() -> SCM { throw Error("no {}", to_string(text, "the text")); });
}

template <typename Work>
std::string refusal_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("strings, bytes and symbols cross as they are", "[scheme/eval]") {
  test::in_guile([] {
    std::string text("a\0\xce\xbb", 4);
    CHECK(to_string(from_string(text), "") == text);
    CHECK(to_bytes(from_string(text), "") == text);
    std::string bytes("\xff\0x", 3);
    CHECK(to_bytes(from_bytes(bytes), "") == bytes);
    CHECK(symbol_text(from_symbol("name"), "") == "name");
    CHECK(to_list(test::evaluated("'(1 2 3)"), "").size() == 3);
    CHECK(to_list(SCM_EOL, "").empty());
  });
}

TEST_CASE("a value of another type is refused in words", "[scheme/eval]") {
  test::in_guile([] {
    SCM number = scm_from_int(5);
    CHECK(refusal_of([=] { to_string(number, "the name"); }) == "the name must be a string");
    CHECK(refusal_of([=] { to_bytes(number, "the text"); }) ==
          "the text must be a string or a bytevector");
    CHECK(refusal_of([=] { to_list(number, "the inputs"); }) == "the inputs must be a list");
    CHECK(refusal_of([=] { symbol_text(number, "the key"); }) == "the key must be a symbol");
    CHECK(refusal_of([] { to_list(test::evaluated("'(1 . 2)"), "x"); }) == "x must be a list");
    CHECK(refusal_of([] {
            to_list(test::evaluated("(let ((a (list 1))) (set-cdr! a a) a)"), "x");
          }) == "x is too long");
  });
}

TEST_CASE("an Error becomes one of Scheme, that can be caught there", "[scheme/eval]") {
  test::in_guile([] {
    scm_c_define_gsubr("failing", 1, 0, 0, reinterpret_cast<void*>(failing));
    CHECK(test::value_of("(failing \"way\")") == "misc-error: failing: no way");
    CHECK(test::value_of("(failing \"~a %s\")") == "misc-error: failing: no ~a %s");
    CHECK(test::value_of("(failing 5)") == "misc-error: failing: the text must be a string");
    CHECK(test::value_of("(string-length (catch #t (lambda () (failing \"a\\x00b\"))"
                         " (lambda (k s m a . r) (apply format #f m a))))") == "6");
  });
}

}  // namespace cairn::eval
