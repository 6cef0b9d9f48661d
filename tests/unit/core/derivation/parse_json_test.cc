// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations out of JSON.
#include "core/base/error.hh"
#include "core/derivation/json.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const StoreDir store;

Derivation one(const std::string& text) {
  auto parsed = parse_derivation_json(store, text);
  REQUIRE(parsed.size() == 1);
  return parsed.front().derivation;
}

std::string refusal(const std::string& text) {
  try {
    parse_derivation_json(store, text);
  } catch (const Error& error) {
    return error.message();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a derivation is read with as little as it needs", "[core/derivation]") {
  Derivation derivation =
      one(R"({"name": "x", "outputs": {"out": {}}, "system": "s", "builder": "/b"})");
  CHECK(derivation.name == "x");
  CHECK(derivation.outputs.size() == 1);
  CHECK_FALSE(derivation.outputs.at("out").fixed);
  CHECK(derivation.system == "s");
  CHECK(derivation.builder == "/b");
  CHECK(derivation.environment.empty());
}

TEST_CASE("what is shown as JSON is read again", "[core/derivation]") {
  Derivation derivation = one(R"({
    "name": "x", "outputs": {"out": {"hashAlgo": "r:sha256",
    "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}},
    "inputDrvs": {"/cairn/store/0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y.drv": ["out", "lib"]},
    "inputSrcs": ["/cairn/store/1c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-z"],
    "system": "s", "builder": "/b", "args": ["a", "b"], "env": {"v": "w"}})");
  nlohmann::json whole{
      {"/cairn/store/2c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-x.drv", to_json(store, derivation)}};
  auto again = parse_derivation_json(store, whole.dump());
  REQUIRE(again.size() == 1);
  CHECK(again.front().key == "/cairn/store/2c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-x.drv");
  CHECK(again.front().derivation == derivation);
}

TEST_CASE("a name may be a variable of the environment", "[core/derivation]") {
  CHECK(one(R"({"outputs": {"out": {}}, "system": "s", "builder": "/b", "env": {"name": "x"}})")
            .name == "x");
}

TEST_CASE("a text that is no derivation is refused", "[core/derivation]") {
  CHECK(refusal("{") == "it is no derivation: it is not JSON: stopped at byte 2");
  CHECK(refusal("[]") == "it is no derivation: it is JSON, but not an object");
  CHECK(refusal("[{\"builder\": {}}]") == "it is no derivation: it is JSON, but not an object");
  CHECK(refusal("1") == "it is no derivation: it is JSON, but not an object");
  CHECK(refusal(R"({"x": {"outputs": {"out": {}}}})") == "x: 'system' is missing");
  CHECK(refusal(R"({"name": "x", "outputs": {"out": {}}})") == "'system' is missing");
  CHECK(refusal(R"({"args": []})") == "'outputs' is missing");
  CHECK(refusal(R"({"": {}})") == "\"\": 'outputs' is missing");
  CHECK(refusal(R"({"inputs": {}, "builder": "/b"})") ==
        "there is a field 'inputs' that derivations do not have");
  CHECK(refusal(R"({"x": {"outputs": {"out": {}}}, "y": 1)") ==
        "it is no derivation: it is not JSON: stopped at byte 39");
}

TEST_CASE("several derivations come in the order of their keys, the last of each",
          "[core/derivation]") {
  auto named = [](const std::string& key, const std::string& system) {
    return '"' + key + R"(": {"name": "x", "outputs": {"out": {}}, "builder": "/b", "system": ")" +
           system + "\"}";
  };
  auto parsed = parse_derivation_json(store, "{" + named("z", "1") + "," + named("a", "2") + "," +
                                                 named("z", "3") + "," + named("args", "4") + "}");
  REQUIRE(parsed.size() == 3);
  CHECK(parsed[0].key + parsed[0].derivation.system == "a2");
  CHECK(parsed[1].key + parsed[1].derivation.system == "args4");
  CHECK(parsed[2].key + parsed[2].derivation.system == "z3");
  CHECK(refusal(R"({"z": 1, )" + named("z", "2") + "}") == "accepted");
  CHECK(refusal("{" + named("z", "2") + R"(, "z": 1})") == "z: it must be an object, not 1");
  CHECK(refusal(R"({"z": 1, "y": 2})") == "y: it must be an object, not 2");
}

}  // namespace cairn
