// SPDX-License-Identifier: GPL-3.0-or-later
// Ids of git's objects.
#include "channels/git/object_id.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("an id is forty digits in lower case, and its bytes", "[channels/git]") {
  std::string text = "0123456789abcdef0123456789abcdef01234567";
  auto id = ObjectId::parse(text);
  REQUIRE(id);
  CHECK(id->text() == text);
  CHECK(id->short_text() == "012345678");
  CHECK(id->bytes().substr(0, 2) == "\x01\x23");
  CHECK(ObjectId(id->bytes()) == *id);
}

TEST_CASE("what is not quite an id is none", "[channels/git]") {
  auto text = GENERATE(
      as<std::string>(), "", "0123", "0123456789ABCDEF0123456789abcdef01234567",
      "0123456789abcdef0123456789abcdef0123456", "0123456789abcdef0123456789abcdef012345678",
      "0123456789abcdef0123456789abcdef0123456g", " 123456789abcdef0123456789abcdef01234567");
  CHECK_FALSE(ObjectId::parse(text));
}

TEST_CASE("ids are ordered by their digits", "[channels/git]") {
  auto low = ObjectId::parse(std::string(39, '0') + "1");
  auto high = ObjectId::parse("f" + std::string(39, '0'));
  CHECK(*low != *high);
  CHECK(ObjectId{} < *low);
}

}  // namespace cairn
