// SPDX-License-Identifier: GPL-3.0-or-later
// What is in a profile, as Scheme.
#include "cli/profile_exports.hh"

#include "cli/channels/channel_text.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("a profile's manifest is one that -m takes", "[cli]") {
  Manifest manifest;
  StorePath item(std::string(32, '0') + "-x");
  manifest.entries = {{"hello", "2.10", "out", item}, {"bash", "5", "doc", item}};
  CHECK(manifest_file_of(manifest) ==
        ";; What was in a profile. Use it with: cairn package -m FILE\n\n"
        "(specifications->manifest\n  (list \"hello\"\n        \"bash:doc\"))\n");
  CHECK_THAT(manifest_file_of({}), Catch::EndsWith("(specifications->manifest\n  (list))\n"));
}

TEST_CASE("a profile's channels are channels.scm", "[cli]") {
  Manifest manifest;
  manifest.channels = {{"plain", "/srv/plain", "", "fed", {}}};
  CHECK(channels_file_of(manifest) ==
        ";; Where the packages of a profile came from.\n\n" + channels_scheme(manifest.channels));
}

}  // namespace cairn
