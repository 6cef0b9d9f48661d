// SPDX-License-Identifier: GPL-3.0-or-later
// Places of builder scripts in what a build says.
#include "cli/evaluation/script_places.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const Message positions = {
    {"/cairn/store/abc-x-builder",
     {{1, 0, "/u/hello.scm", 10, 2}, {1, 8, "/u/hello.scm", 11, 4}, {3, 2, "/u/other.scm", 5, 0}}}};

}  // namespace

TEST_CASE("a place of a script becomes that of the list around it", "[cli/evaluation]") {
  auto [said, meant] = GENERATE(table<std::string, std::string>({
      {"/cairn/store/abc-x-builder:1:0: no", "/u/hello.scm:10:3: no"},
      {"/cairn/store/abc-x-builder:1:7: no", "/u/hello.scm:10:3: no"},
      {"/cairn/store/abc-x-builder:1:8", "/u/hello.scm:11:5"},
      {"/cairn/store/abc-x-builder:2:99", "/u/hello.scm:11:5"},
      {"/cairn/store/abc-x-builder:7:0", "/u/other.scm:5:1"},
      {"at abc-x-builder:3:2 and abc-x-builder:1:0", "at /u/other.scm:5:1 and /u/hello.scm:10:3"},
  }));
  CAPTURE(said);
  CHECK(with_script_places(said, positions) == meant);
}

TEST_CASE("what is no place of a known script stays", "[cli/evaluation]") {
  for (const char* text : {"", "nothing", "abc-x-builder", "abc-x-builder:", "abc-x-builder:1",
                           "abc-x-builder:1:", "abc-x-builder:x:1", "abc-x-builder:1:x",
                           "abc-x-builder:0:5", "other-builder:1:0"}) {
    CAPTURE(text);
    CHECK(with_script_places(text, positions) == text);
  }
}

TEST_CASE("a table that is not as it must be changes nothing and ends", "[cli/evaluation]") {
  std::string text = "abc-x-builder:1:0 : :1:0 /:1:0";
  for (const Message& rows :
       {Message(5), Message("x"), Message::array({5}), Message::array({Message::array()}),
        Message::array({{"1", "0", "f", 1, 1}}), Message::array({{1, 0, 5, 1, 1}})}) {
    CHECK(with_script_places(text, {{"abc-x-builder", rows}}) == text);
  }
  for (const char* script : {"", "/", "a/"}) {
    CAPTURE(script);
    CHECK(with_script_places("x : y", {{script, Message::array()}}) == "x : y");
    CHECK(with_script_places("x:y", {{script, {{1, 0, "f", 1, 1}}}}) == "x:y");
  }
  CHECK(with_script_places(text, Message::array({1})) == text);
}

}  // namespace cairn
