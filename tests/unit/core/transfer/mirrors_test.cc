// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses, and what mirror:// stands for.
#include "core/transfer/mirrors.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("what is no web address cannot be fetched", "[core/transfer]") {
  for (const char* address : {"http://a/b", "https://a.example:8080/x?y=z", "mirror://gnu/x"}) {
    CHECK_NOTHROW(check_address(address));
  }
  auto address =
      GENERATE("file:///etc/passwd", "ftp://a/b", "/etc/passwd", "", "http://", "HTTP", "http:///x",
               "(lambda ())", "http://a/\x01", "http://a/\"b", "http://a/\xc3\xa9");
  CHECK_THROWS_AS(check_address(address), Error);
  CHECK_THROWS_AS(check_address("http://a/" + std::string(5000, 'a')), Error);
}

TEST_CASE("a mirror stands for its addresses, in their order", "[core/transfer]") {
  Mirrors mirrors{{{"ours", {"http://one/", "https://two/pub/"}}}, {}};
  CHECK(resolved("mirror://ours/a/b", mirrors) ==
        std::vector<std::string>{"http://one/a/b", "https://two/pub/a/b"});
  CHECK(resolved("http://three/x", mirrors) == std::vector<std::string>{"http://three/x"});
  CHECK_THROWS_WITH(resolved("mirror://theirs/x", mirrors), "there is no mirror called 'theirs'");
}

TEST_CASE("a table of mirrors is read with its comments, and its mistakes are placed",
          "[core/transfer]") {
  auto table =
      parse_mirrors("# ours\nours http://one https://two/  # both\n\ntheirs http://x/\n", "m");
  CHECK(table.at("ours") == std::vector<std::string>{"http://one/", "https://two/"});
  CHECK(table.at("theirs") == std::vector<std::string>{"http://x/"});
  CHECK_THROWS_WITH(parse_mirrors("\nours\n", "m"), "m:2: 'ours' has no address");
  CHECK_THROWS_AS(parse_mirrors("ours mirror://gnu/\n", "m"), Error);
  CHECK_THROWS_WITH(parse_mirrors("ours file:///x\n", "m"), Catch::Matchers::StartsWith("m:1: "));
}

TEST_CASE("the mirrors that Cairn comes with are addresses, and none is Debian's",
          "[core/transfer]") {
  for (const auto& [name, addresses] : built_in_mirrors()) {
    CHECK(name != "debian");
    for (const std::string& address : addresses) {
      CHECK_NOTHROW(check_address(address));
      CHECK(address.ends_with('/'));
    }
  }
}

}  // namespace cairn
