// SPDX-License-Identifier: GPL-3.0-or-later
// Which texts are plain data, and what is read from them.
#include "scheme/eval/plain_data.hh"

#include <catch2/catch.hpp>

namespace cairn::eval {

namespace {

using Kind = PlainDatum::Kind;

PlainDatum only(std::string_view text) {
  auto data = read_plain_data(text);
  REQUIRE(data);
  REQUIRE(data->size() == 1);
  return data->front();
}

}  // namespace

TEST_CASE("words are symbols, keywords or other atoms", "[scheme/eval]") {
  for (const char* symbol : {"a", "list->vector", "1+", "1-", "+", "-", "...", "->x", "a.b", "set!",
                             "a:b", "%x", "<=", "_"}) {
    CAPTURE(symbol);
    CHECK(only(symbol).kind == Kind::symbol);
    CHECK(only(symbol).text == symbol);
  }
  CHECK(only("#:key").kind == Kind::keyword);
  for (const char* atom :
       {"0", "-12", "345", "#t", "#f", "()", "#\\a", "#\\(", "#\\space", "\"x\""}) {
    CAPTURE(atom);
    CHECK(only(atom).kind == Kind::atom);
    CHECK(only(atom).text == atom);
  }
}

TEST_CASE("octal and hexadecimal numbers and bytes are printed in decimals", "[scheme/eval]") {
  CHECK(only("#o755").text == "493");
  CHECK(only("#xFf").text == "255");
  CHECK(only("#vu8(127 #x45 0)").text == "#vu8(127 69 0)");
  CHECK(only("#vu8()").text == "#vu8()");
}

TEST_CASE("lists have elements and perhaps a last atom", "[scheme/eval]") {
  PlainDatum list = only("(a (b) . c)");
  CHECK(list.kind == Kind::list);
  CHECK(list.elements.size() == 2);
  CHECK(list.last == "c");
  CHECK(only("(a . (b . (c . ())))").elements.size() == 3);
  CHECK_FALSE(only("(a . (b . (c . ())))").last);
  CHECK(only("'x").elements.front().text == "quote");
  CHECK(only(",@x").elements.front().text == "unquote-splicing");
  CHECK(only("#'x").elements.front().text == "syntax");
  CHECK(only("( ; nothing\n )").text == "()");
}

TEST_CASE("strings are kept as they are printed", "[scheme/eval]") {
  CHECK(only("\"a\nb\tc\"").text == "\"a\\nb\\tc\"");
  CHECK(only(R"("a\n\t\"\\")").text == R"("a\n\t\"\\")");
}

TEST_CASE("what is not plain is left to Guile", "[scheme/eval]") {
  for (const char* text : {"(",        ")",         "(a",          "\"a",          "'",
                           "(. a)",    "(a . b c)", "(a .)",       "a)",           "[a]",
                           "{a}",      "|a|",       "a|b|",        "#(1)",         "#vu8(256)",
                           "#vu8(-1)", "#vu8(a)",   "#vu8(1 . 2)", "#vu8((1))",    "#o8",
                           "#x",       "#o-7",      "#b1",         "#;a b",        "#|a|# b",
                           "#!a!# b",  "#~a",       "#$a",         "#true",        "#\\x41",
                           "#\\A1",    "#\\nopnop", "\"\\x41;\"",  "\"a\\\n  b\"", "1.5",
                           "+5",       "-0",        "007",         "1/2",          "1e3",
                           "+i",       "-inf.0",    ":a",          "a:",           "#:a:",
                           ".5",       "@a",        "a'b",         "\xc3\xa4",     "\"\xc3\xa4\"",
                           "a\rb",     "\"\r\"",    "#{a}#"}) {
    CAPTURE(text);
    CHECK_FALSE(read_plain_data(text));
  }
  CHECK_FALSE(read_plain_data(std::string(1'000'000, '(')));
  CHECK_FALSE(read_plain_data(std::string(1'000'000, '\'') + "a"));
}

}  // namespace cairn::eval
