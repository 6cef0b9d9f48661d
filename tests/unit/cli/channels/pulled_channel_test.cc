// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a generation of channels.
#include "cli/channels/pulled_channel.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

PulledChannels some() {
  std::string commit(40, 'a');
  ObjectId tree = ObjectId::parse(std::string(40, 'b')).value();
  ChannelIntroduction introduction{std::string(40, 'c'), "SHA256:x"};
  return {{{"one", "https://example.org/\"one\"", "main", commit, introduction}, "", tree, 5},
          {{"two", "/srv/two", "", commit, {}}, "modules", tree, 6}};
}

}  // namespace

TEST_CASE("states of channels are read as they were written", "[cli/channels]") {
  CHECK(parse_state_text(state_text(some()), "x") == some());
  CHECK(parse_state_text(state_text({}), "x").empty());
  CHECK(channels_of(some())[1].url == "/srv/two");
}

TEST_CASE("errors call a channel by its name and commit", "[cli/channels]") {
  CHECK(some()[0].prefix() == "one@aaaaaaaaa");
  CHECK(some()[1].prefix() == "two@aaaaaaaaa/modules");
}

TEST_CASE("a damaged state is refused", "[cli/channels]") {
  std::string whole = state_text(some());
  auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = whole;
    std::size_t at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
  };
  for (const std::string& text :
       {std::string(), whole.substr(0, whole.size() / 2),
        replaced("\"version\": 1", "\"version\": 2"), replaced("\"one\"", "\"../one\""),
        replaced("aaaa", "zzzz"), replaced("bbbb", "b"), replaced("\"time\"", "\"tide\"")}) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_state_text(text, "the file"), Error);
  }
}

}  // namespace cairn
