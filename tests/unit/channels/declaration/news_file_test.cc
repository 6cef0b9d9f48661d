// SPDX-License-Identifier: GPL-3.0-or-later
// What authors tell.
#include "channels/declaration/news_file.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string refusal_of(const std::string& text) {
  try {
    read_news_file(text, "f");
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

std::string with(const std::string& entries) {
  return "(channel-news (version 0)\n" + entries + ")";
}

}  // namespace

TEST_CASE("news have a commit or a tag, a title and a body", "[channels/declaration]") {
  auto entries = read_news_file(with("(entry (commit \"4f3a\") (title (en \"T\") (de \"Ü\"))"
                                     " (body (en \"B\")) (later (x)))"
                                     "(entry (tag \"v1\") (title (fr \"F\")) (body (en \"C\")))"),
                                "f");
  CHECK(entries == std::vector<NewsEntry>{{"4f3a", "", {{"en", "T"}, {"de", "Ü"}}, {{"en", "B"}}},
                                          {"", "v1", {{"fr", "F"}}, {{"en", "C"}}}});
  CHECK(read_news_file("(channel-news (version 0))", "f").empty());
}

TEST_CASE("what is no news says where", "[channels/declaration]") {
  CHECK(refusal_of("") == "f:1:1: these are no news");
  CHECK(refusal_of("(channel-news)") == "f:1:1: these are no news");
  CHECK(refusal_of("(channel-news (version 1))").starts_with("f:1:24: version 1 needs"));
  CHECK(refusal_of(with("x")) == "f:2:1: an entry is expected here");
  std::string texts = "(title (en \"t\")) (body (en \"b\"))";
  CHECK(refusal_of(with("(entry " + texts + ")")) == "f:2:1: an entry has a commit or a tag");
  CHECK(refusal_of(with("(entry (commit \"c\") (tag \"t\") " + texts + ")")) ==
        "f:2:1: an entry has a commit or a tag");
  CHECK(refusal_of(with("(entry (tag \"t\") (title (en \"t\")))")) ==
        "f:2:1: an entry has a title and a body");
  CHECK(refusal_of(with("(entry (tag \"t\") (title))")) == "f:2:18: it has no text: (en \"...\")");
  CHECK(refusal_of(with("(entry (tag \"t\") (title (en 1)))")) ==
        "f:2:25: a text in a language is expected here: (en \"...\")");
}

TEST_CASE("a text is told in one's language or in English or in any", "[channels/declaration]") {
  CHECK(text_in({{"de", "d"}, {"en", "e"}}, "de") == "d");
  CHECK(text_in({{"de", "d"}, {"en", "e"}}, "fr") == "e");
  CHECK(text_in({{"de", "d"}}, "fr") == "d");
}

TEST_CASE("marks of Texinfo are taken out", "[channels/declaration]") {
  CHECK(without_marks("Run @command{ls @option{-l}}, @emph{now}.") == "Run 'ls '-l'', now.");
  CHECK(without_marks("a@@b @{c@} d} @") == "a@b {c} d} @");
  CHECK(without_marks("one\n@example\ntwo\n@end example\nthree") == "one\ntwo\nthree");
  CHECK(without_marks("@item x\n@code{") == "@item x\n'");
}

}  // namespace cairn
