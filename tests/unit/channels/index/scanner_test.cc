// SPDX-License-Identifier: GPL-3.0-or-later
// Where data end, in all the ways that Guile writes them.
#include "channels/index/scanner.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace cairn {

namespace {

std::vector<std::string> data_in(std::string_view text) {
  std::vector<std::string> data;
  Scanner scanner(text);
  for (scanner.skip_space(); !scanner.is_at_end(); scanner.skip_space()) {
    data.emplace_back(scanner.take_datum());
  }
  return data;
}

using Data = std::vector<std::string>;

std::string refusal_of(std::string_view text) {
  try {
    data_in(text);
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

}  // namespace

TEST_CASE("a datum ends where the reader of Guile ends it", "[channels/index]") {
  auto [text, data] = GENERATE(table<std::string, Data>({
      {"", {}},
      {"  \n\t ; only a comment", {}},
      {"a b", {"a", "b"}},
      {"(a (b) c)(d)", {"(a (b) c)", "(d)"}},
      {"[a (b)] c", {"[a (b)]", "c"}},
      {R"("a)(b" c)", {R"("a)(b")", "c"}},
      {R"("a\"b" c)", {R"("a\"b")", "c"}},
      {R"("a\\" b)", {R"("a\\")", "b"}},
      {R"(a"b"c)", {"a", R"("b")", "c"}},
      {R"(#\( #\) #\" #\; #\space #\x41 z)",
       {R"(#\()", R"(#\))", R"(#\")", R"(#\;)", R"(#\space)", R"(#\x41)", "z"}},
      {"(#\\  #\\() a", {"(#\\  #\\()", "a"}},
      {"#\\\xce\xbb a", {"#\\\xce\xbb", "a"}},
      {"#|a (|#b", {"b"}},
      {"#| a #| b |# c |# d", {"d"}},
      {"#!/usr/bin/guile -s\n ( !# a", {"a"}},
      {"#!fold-case a", {"a"}},
      {"#;a b", {"b"}},
      {"#;(a b) c", {"c"}},
      {"#; #;a b c", {"c"}},
      {"#;'#;a b c", {"c"}},
      {"(a #;b) c", {"(a #;b)", "c"}},
      {"(a #;(b)) c", {"(a #;(b))", "c"}},
      {"'a `b ,c ,@d", {"'a", "`b", ",c", ",@d"}},
      {"' #;a b c", {"' #;a b", "c"}},
      {"'(a) #~(b #$c) #$@(d) #+e", {"'(a)", "#~(b #$c)", "#$@(d)", "#+e"}},
      {"#'a #`(b) #,c #,@d", {"#'a", "#`(b)", "#,c", "#,@d"}},
      {"#(a b) #vu8(1 2) #u8(3) #2((a) (b)) c",
       {"#(a b)", "#vu8(1 2)", "#u8(3)", "#2((a) (b))", "c"}},
      {"#f(a) #t(b)", {"#f", "(a)", "#t", "(b)"}},
      {"#:key #t #f", {"#:key", "#t", "#f"}},
      {"#{a b ) }# c", {"#{a b ) }#", "c"}},
      {"|a b| c|d e", {"|a", "b|", "c|d", "e"}},
      {"a;b\nc", {"a", "c"}},
      {"a) b", {"a", ")", "b"}},
      {"{a b}", {"{a", "b}"}},
      {"1+ -1 ... a.b", {"1+", "-1", "...", "a.b"}},
  }));
  CAPTURE(text);
  CHECK(data_in(text) == data);
}

TEST_CASE("what does not end is refused with the line where it begins", "[channels/index]") {
  CHECK(refusal_of("a\n\n(b (c)") == "a list that begins in line 3 does not end");
  CHECK(refusal_of("\n\"a") == "a string that begins in line 2 does not end");
  CHECK(refusal_of("\"a\\") == "a string that begins in line 1 does not end");
  CHECK(refusal_of("(a\n #| b") == "a comment that begins in line 2 does not end");
  CHECK(refusal_of("#!/bin/sh") == "a comment that begins in line 1 does not end");
}

TEST_CASE("the end of a text may come anywhere", "[channels/index]") {
  for (const char* text : {"'", "#;", "#", "#\\", "#{", "#:", ",", "#;'", "a'"}) {
    CAPTURE(text);
    CHECK_NOTHROW(data_in(text));
  }
}

TEST_CASE("no depth of a text ends the stack", "[channels/index]") {
  constexpr std::size_t depth = 2'000'000;
  auto many = [](std::string_view part) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += part;
    return text;
  };
  CHECK(data_in(many("(") + many(")")).size() == 1);
  CHECK(data_in(many("'") + "a").size() == 1);
  CHECK(data_in(many("#;") + many("a ")).empty());
  CHECK(data_in(many("#;'") + many("a ")).empty());
  CHECK(data_in(many("#|") + many("|#")).empty());
}

}  // namespace cairn
