// SPDX-License-Identifier: GPL-3.0-or-later
// Channels as JSON and Scheme.
#include "cli/channels/channel_text.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

Channel some() {
  return {"one", "https://example.org/one", "main", std::string(40, 'a'),
          ChannelIntroduction{std::string(40, 'c'), "SHA256:x"}};
}

}  // namespace

TEST_CASE("a channel is read from JSON as it was written", "[cli/channels]") {
  CHECK(parse_channel_json(channel_json(some())) == some());
  Channel plain = some();
  plain.introduction.reset();
  CHECK(channel_json(plain)["introduction"].is_null());
  CHECK(parse_channel_json(channel_json(plain)) == plain);
}

TEST_CASE("channels are written as people declare them", "[cli/channels]") {
  CHECK(channels_scheme({some()}) ==
        "(list\n (channel\n  (name 'one)\n  (url \"https://example.org/one\")\n"
        "  (branch \"main\")\n  (commit \"" +
            std::string(40, 'a') + "\")\n  (introduction\n   (make-channel-introduction\n    \"" +
            std::string(40, 'c') + "\"\n    (ssh-fingerprint \"SHA256:x\")))))\n");
  CHECK(channels_scheme({}) == "(list)\n");
}

TEST_CASE("a string of Scheme cannot end early", "[cli/channels]") {
  CHECK(scheme_string("a\"b\\c") == "\"a\\\"b\\\\c\"");
}

}  // namespace cairn
