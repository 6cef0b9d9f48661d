// SPDX-License-Identifier: GPL-3.0-or-later
// What is JSON, and where it stops to be.
#include "core/json/parse.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string refusal(const std::string& text) {
  try {
    parse_json(text);
  } catch (const Error& error) {
    return error.message();
  }
  return "accepted";
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("JSON is read", "[core/json]") {
  CHECK(parse_json(R"( {"a": [1, "b", null], "c": true} )") ==
        nlohmann::json{{"a", {1, "b", nullptr}}, {"c", true}});
  CHECK(parse_json(R"("\u0000\u00e9")") == std::string("\0\xc3\xa9", 3));
}

TEST_CASE("JSON that is nested deeper than a stack is refused", "[core/json]") {
  CHECK(refusal(nested(64)) == "accepted");
  CHECK(refusal(nested(65)) == "it is nested more than 64 levels deep");
  CHECK(refusal(nested(1'000'000)) == "it is nested more than 64 levels deep");
  CHECK(refusal(R"({"a": )" + nested(1'000'000) + "}") == "it is nested more than 64 levels deep");
}

TEST_CASE("brackets in words of JSON do not nest", "[core/json]") {
  std::string words = R"("\\\" )" + std::string(100, '[') + '"';
  CHECK(parse_json(words) == R"(\" )" + std::string(100, '['));
}

TEST_CASE("a number of JSON that nothing can hold is refused", "[core/json]") {
  CHECK(refusal("1E400") == "it has a number that is too large");
}

TEST_CASE("it is told where a text stops to be JSON", "[core/json]") {
  CHECK(refusal("{") == "it is not JSON: stopped at byte 2");
  CHECK(refusal("[1] 2") == "it is not JSON: stopped at byte 5");
  CHECK(refusal("[\"\xff\"]") == "it is not JSON: stopped at byte 3");
  CHECK(refusal(R"(["\udc00"])").starts_with("it is not JSON: stopped at byte "));
  CHECK(refusal(std::string("[1]\0", 4)) == "it is not JSON: stopped at byte 4");
  CHECK(refusal(std::string("[1]\0more", 8)) == "it is not JSON: stopped at byte 4");
}

TEST_CASE("JSON that is nested too deep is refused before it is all read", "[core/json]") {
  CHECK(refusal(std::string(65, '[')) == "it is nested more than 64 levels deep");
}

}  // namespace cairn
