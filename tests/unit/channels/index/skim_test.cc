// SPDX-License-Identifier: GPL-3.0-or-later
// Top-level forms found in texts.
#include "channels/index/skim.hh"

#include <catch2/catch.hpp>
#include <string>

namespace cairn {

TEST_CASE("a form is known by its head and by what it defines", "[channels/index]") {
  auto [text, kind, name] = GENERATE(table<std::string, std::string, std::string>({
      {"(define a 1)", "define", "a"},
      {"(define (f x) x)", "define", "f"},
      {"(define ((curried a) b) 1)", "define", "curried"},
      {"(define* (f #:key a) a)", "define*", "f"},
      {"(define-public hello (package))", "define-public", "hello"},
      {"(define-syntax-rule (m a) a)", "define-syntax-rule", "m"},
      {"( define ; why\n #;not a 1)", "define", "a"},
      {"[define a 1]", "define", "a"},
      {"(define-module (a b))", "define-module", ""},
      {"(define-record-type <a> (make-a) a?)", "define-record-type", ""},
      {"(f a)", "f", ""},
      {"(define \"a\" 1)", "define", ""},
      {"((f) a)", "", ""},
      {"(\"text\")", "", ""},
      {"()", "", ""},
      {"atom", "", ""},
      {"'(define a 1)", "", ""},
  }));
  CAPTURE(text);
  auto forms = skim(text);
  REQUIRE(forms.size() == 1);
  CHECK(forms[0].text == text);
  CHECK(forms[0].kind == kind);
  CHECK(forms[0].name == name);
}

TEST_CASE("a form knows its line and its column in characters", "[channels/index]") {
  std::string text =
      ";; \xc3\xa4\n"
      "(a)  #| \xc3\xa4 |# (b\n"
      "  c)\n"
      "\n"
      "   (d)";
  auto forms = skim(text);
  REQUIRE(forms.size() == 3);
  CHECK(forms[0].line == 1);
  CHECK(forms[0].column == 0);
  CHECK(forms[1].line == 1);
  CHECK(forms[1].column == 13);
  CHECK(forms[1].text == "(b\n  c)");
  CHECK(forms[2].line == 4);
  CHECK(forms[2].column == 3);
}

}  // namespace cairn
