// SPDX-License-Identifier: GPL-3.0-or-later
// Data out of the texts of strangers.
#include "channels/declaration/data.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

// A datum as text again, one way only, with the place of each list.
std::string text_of(const Datum& datum) {
  switch (datum.kind) {
    case Datum::Kind::symbol: return datum.text;
    case Datum::Kind::string: return "\"" + datum.text + "\"";
    case Datum::Kind::integer: return fmt::format("{}", datum.number);
    case Datum::Kind::boolean: return datum.number ? "yes" : "no";
    case Datum::Kind::keyword: return "keyword:" + datum.text;
    case Datum::Kind::list: break;
  }
  std::string text = fmt::format("{}:{}(", datum.line, datum.column);
  for (const Datum& item : datum.items) text += text_of(item) + " ";
  return text + ")";
}

std::string all_of(std::string_view text) {
  DataReader reader(text, "f");
  std::string all;
  while (auto datum = reader.next()) all += text_of(*datum) + " ";
  return all;
}

std::string refusal_of(std::string_view text) {
  try {
    all_of(text);
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  for (; count > 0; --count) all += text;
  return all;
}

}  // namespace

TEST_CASE("data are read with the places where they begin", "[channels/declaration]") {
  auto [text, meaning] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {" ; nothing\n#| nor #| here |# |# ", ""},
      {"a -1 42 - -x ... 1+", "a -1 42 - -x ... 1+ "},
      {"(a (b \"c\")\n  (d))", "1:1(a 1:4(b \"c\" ) 2:3(d ) ) "},
      {"#t #f #true #false #:key", "yes no yes no keyword:key "},
      {"'name", "1:1(quote name ) "},
      {"(a #;(b c) d)", "1:1(a d ) "},
      {"(a #;b)", "1:1(a ) "},
      {R"("a\"\\\n\t")", "\"a\"\\\n\t\" "},
      {"\"\u00e4\" (x)", "\"\u00e4\" 1:5(x ) "},
  }));
  CHECK(all_of(text) == meaning);
}

TEST_CASE("what is no datum is refused where it stands", "[channels/declaration]") {
  auto [text, refusal] = GENERATE(table<std::string, std::string>({
      {"(a\n (b)", "f:1:1: this list does not end"},
      {"\n \"abc", "f:2:2: this string does not end"},
      {"#| abc", "f:1:1: this comment does not end"},
      {"a )", "f:1:3: a character stands here that means nothing"},
      {"[a]", "f:1:1: a character stands here that means nothing"},
      {"`a", "f:1:1: a character stands here that means nothing"},
      {"\x1b[0m", "f:1:1: a character stands here that means nothing"},
      {"\"\x1b\"", "f:1:2: there is a control character in this string"},
      {"\"\\x41;\"", "f:1:3: strings know \\\", \\\\, \\n and \\t alone"},
      {"(a\n \"\xc3\xbc\xff\")", "f:2:4: this is not UTF-8"},
      {"#(1 2)", "f:1:1: this is no datum that is known here"},
      {"#.(exit)", "f:1:1: this is no datum that is known here"},
      {"99999999999999999999", "f:1:1: this number is too large"},
      {"'", "f:1:2: the file ends where something is missing"},
  }));
  CHECK(refusal_of(text) == refusal);
}

TEST_CASE("depth, number and size of data are bounded", "[channels/declaration]") {
  CHECK(refusal_of(repeated("(", 60) + repeated(")", 60)).empty());
  CHECK(refusal_of(repeated("(", 1000)) == "f:1:66: lists are nested too deeply");
  CHECK(refusal_of(repeated("'", 1000) + "a") == "f:1:66: lists are nested too deeply");
  CHECK(refusal_of(repeated("#;", 1000)) == "f:1:131: lists are nested too deeply");
  CHECK(refusal_of(repeated("a ", 50'001)) == "f:1:100001: the file says too much");
  CHECK(refusal_of(repeated(" ", (1 << 20) + 1)) == "f: it has more than 1048576 bytes");
}

}  // namespace cairn
