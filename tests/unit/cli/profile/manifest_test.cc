// SPDX-License-Identifier: GPL-3.0-or-later
// Manifests and their text.
#include "cli/profile/manifest.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const StoreDir store;

StorePath item(char letter, const std::string& name) {
  return StorePath(std::string(32, letter) + "-" + name);
}

// hello propagates lib, which propagates base.
Manifest some() {
  Manifest manifest;
  ManifestEntry hello{"hello", "2.10", "out", item('0', "hello-2.10")};
  hello.propagated = {item('2', "lib-1")};
  hello.search_paths = {{"HELLO_PATH", {"share/hello", "lib/hello"}, ":", "directory"},
                        {"HELLO_FILE", {"etc/hello.conf"}, std::nullopt, "regular"}};
  hello.provenance = 0;
  ManifestEntry doc{"greeter", "", "doc", item('1', "greeter-doc")};
  ManifestEntry lib{"lib", "1", "out", item('2', "lib-1")};
  lib.propagated = {item('3', "base-1")};
  ManifestEntry base{"base", "1", "out", item('3', "base-1")};
  manifest.entries = {hello, doc};
  manifest.propagated = {lib, base};
  manifest.channels = {{"cairn", "https://example.org/c.git", "main", std::string(40, 'a'),
                        ChannelIntroduction{std::string(40, 'b'), "0123 4567"}}};
  return manifest;
}

constexpr const char* text_of_one = R"({
 "version": 1,
 "entries": [
  {
   "name": "hello",
   "version": "2.10",
   "output": "out",
   "item": "/cairn/store/00000000000000000000000000000000-hello-2.10",
   "propagated": [],
   "search-paths": [
    {
     "variable": "P",
     "files": [
      "p"
     ],
     "separator": null,
     "file-type": "directory"
    }
   ],
   "provenance": null
  }
 ],
 "propagated": [],
 "channels": []
}
)";

}  // namespace

TEST_CASE("a manifest is read as it was written", "[cli/profile]") {
  CHECK(parse_manifest(store, manifest_text(store, some())) == some());
  CHECK(parse_manifest(store, manifest_text(store, {})) == Manifest{});
}

TEST_CASE("the text of a manifest is fixed", "[cli/profile]") {
  Manifest manifest;
  manifest.entries = {{"hello", "2.10", "out", item('0', "hello-2.10")}};
  manifest.entries[0].search_paths = {{"P", {"p"}, std::nullopt, "directory"}};
  CHECK(manifest_text(store, manifest) == text_of_one);
}

TEST_CASE("what is not written so is refused", "[cli/profile]") {
  auto refused = [](const std::string& from, const std::string& to) {
    std::string text = text_of_one;
    text.replace(text.find(from), from.size(), to);
    CAPTURE(text);
    CHECK_THROWS_WITH(parse_manifest(store, text),
                      Catch::StartsWith("cannot read the manifest of a profile: "));
  };
  refused("\"version\": 1", "\"version\": 2");
  refused("\"version\": 1", "\"version\": \"1\"");
  refused("\"version\": 1,", "\"version\": 1, ");
  refused("\"version\": 1,", "\"version\": 1,\n \"more\": 1,");
  refused("\"output\": \"out\",\n", "");
  refused("\"hello\"", "5");
  refused("/cairn/store/0", "/gnu/store/0");
  refused("\"provenance\": null", "\"provenance\": 0");
  refused("\"provenance\": null", "\"provenance\": -1");
  refused("\"provenance\": null", "\"provenance\": 1e300");
  refused("\"propagated\": [],",
          "\"propagated\": [\n    \"/cairn/store/00000000000000000000000000000000-x\"\n   ],");
  refused("}\n", "}");
  CHECK_THROWS(parse_manifest(store, ""));
  CHECK_THROWS(parse_manifest(store, std::string(100'000, '[')));
}

TEST_CASE("what comes along with nothing is left out", "[cli/profile]") {
  Manifest manifest = some();
  CHECK(tidied(manifest, 1) == manifest);
  manifest.entries.erase(manifest.entries.begin());
  Manifest tidy = tidied(manifest, 0);
  CHECK(tidy.propagated.empty());
  CHECK(tidy.channels.empty());
  CHECK(tidied(manifest, 1).channels.size() == 1);
}

TEST_CASE("entries keep their channels when others are left out", "[cli/profile]") {
  Manifest manifest = some();
  manifest.channels.insert(manifest.channels.begin(), Channel{"old", "", "", "", {}});
  manifest.entries[0].provenance = 1;
  Manifest tidy = tidied(manifest, 0);
  REQUIRE(tidy.channels.size() == 1);
  CHECK(tidy.channels[0].name == "cairn");
  CHECK(tidy.entries[0].provenance == 0);
}

TEST_CASE("an entry is called by name, output and version", "[cli/profile]") {
  CHECK(label_of(some().entries[0]) == "hello 2.10");
  CHECK(label_of(some().entries[1]) == "greeter:doc");
}

}  // namespace cairn
