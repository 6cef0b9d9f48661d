// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand where in the JSON of a derivation.
#include "core/derivation/json_reader.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const StoreDir store;

Derivation read(std::string_view text, std::string_view key = "") {
  DerivationJsonReader reader(store, key);
  read_json(text, reader);
  return reader.finish();
}

std::string refusal(std::string_view text) {
  try {
    read(text);
  } catch (const Error& error) {
    return error.message();
  }
  return "accepted";
}

// The message for a derivation that is good but for FIELD.
std::string refusal_with(const std::string& field) {
  return refusal(R"({"name": "x", "builder": "/b", "outputs": {"out": {}}, "system": "s", )" +
                 field + "}");
}

}  // namespace

TEST_CASE("all that a derivation is made of is read", "[core/derivation]") {
  Derivation derivation = read(R"({
    "name": "x", "outputs": {"out": {"path": "/elsewhere", "hashAlgo": "sha256",
    "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}},
    "inputDrvs": {"/cairn/store/0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y.drv": ["out", "lib"]},
    "inputSrcs": ["/cairn/store/1c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-z"],
    "system": "s", "builder": "/b", "args": ["b", "a"], "env": {"w": "2", "v": "1"}})");
  CHECK(derivation.name == "x");
  REQUIRE(derivation.outputs.at("out").fixed);
  CHECK(derivation.outputs.at("out").fixed->method == ContentMethod::flat);
  REQUIRE(derivation.input_derivations.size() == 1);
  CHECK(derivation.input_derivations.begin()->second == std::set<std::string>{"lib", "out"});
  CHECK(derivation.input_sources.begin()->name() == "z");
  CHECK(derivation.system == "s");
  CHECK(derivation.builder == "/b");
  CHECK(derivation.arguments == std::vector<std::string>{"b", "a"});
  CHECK(derivation.environment == std::map<std::string, std::string>{{"v", "1"}, {"w", "2"}});
}

TEST_CASE("of what is there twice in the JSON of a derivation the last counts",
          "[core/derivation]") {
  Derivation derivation = read(R"({"system": "a", "outputs": {"out": {}, "lib": {"hash": "?",
    "hashAlgo": "sha256", "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }}, "args": ["1", "2"], "env": {"a": "1"}, "builder": "/b", "name": "x", "system": "b",
    "outputs": {"out": {}, "lib": {"path": ""}}, "args": ["3"], "env": {"b": "1", "b": "2"}})");
  CHECK(derivation.system == "b");
  REQUIRE(derivation.outputs.size() == 2);
  CHECK_FALSE(derivation.outputs.at("lib").fixed);
  CHECK(derivation.arguments == std::vector<std::string>{"3"});
  CHECK(derivation.environment == std::map<std::string, std::string>{{"b", "2"}});
}

TEST_CASE("a derivation that does not say its name has that of its key, or of a variable",
          "[core/derivation]") {
  constexpr std::string_view unnamed =
      R"({"outputs": {"out": {}}, "system": "s", "builder": "/b", "env": {"name": "x"}})";
  CHECK(read(unnamed).name == "x");
  CHECK(read(unnamed, "7").name == "x");
  CHECK(read(unnamed, "/cairn/store/0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y.drv").name == "y");
  CHECK(refusal(R"({"builder": "/b", "outputs": {"out": {}}, "system": "s"})") ==
        "'name' is missing");
  CHECK(refusal(R"({"name": "", "builder": "/b", "outputs": {"out": {}}, "system": "s"})") ==
        R"(the item name ".drv" starts with a dot)");
}

TEST_CASE("what a derivation lacks is told", "[core/derivation]") {
  CHECK(refusal(R"({"builder": "/b"})") == "'outputs' is missing");
  CHECK(refusal(R"({"builder": "/b", "outputs": {"out": {}}})") == "'system' is missing");
  CHECK(refusal(R"({"outputs": {"out": {}}, "system": "s"})") == "'builder' is missing");
  CHECK(refusal_with(R"("outputs": {"out": {"hash": "x"}})") == "'hashAlgo' is missing");
  CHECK(refusal_with(R"("outputs": {"out": {"hashAlgo": "r:sha256"}})") == "'hash' is missing");
}

TEST_CASE("what a derivation does not have is refused by name", "[core/derivation]") {
  CHECK(refusal_with(R"("inputs": {})") ==
        "there is a field 'inputs' that derivations do not have");
  CHECK(refusal_with(R"("outputs": {"out": {"size": 1}})") ==
        "the output out has a field 'size' that outputs do not have");
  CHECK(refusal_with(R"("outputs": {"": {}})") == "the item name \"\" is empty");
  CHECK(refusal_with(R"("inputDrvs": {"/cairn/store/0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y": []})") ==
        "the input /cairn/store/0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y does not end in .drv");
  CHECK(refusal_with(R"("inputSrcs": ["/z"])") == R"("/z" is not in the store /cairn/store)");
}

TEST_CASE("what could not be read again is refused", "[core/derivation]") {
  CHECK(refusal_with(R"("outputs": {})") == "it has no output");
  std::string fixed = R"({"hashAlgo": "sha1", "hash": ")" + std::string(40, '0') + "\"}";
  CHECK(refusal_with(R"("outputs": {"out": )" + fixed + "}") == "accepted");
  for (const std::string& outputs :
       {R"({"dev": )" + fixed + "}", R"({"dev": {}, "out": )" + fixed + "}"}) {
    CHECK(refusal_with(R"("outputs": )" + outputs) ==
          "a fixed output that is not the only one or is not named \"out\"");
  }
  CHECK(refusal_with(R"("args": ["a\u0000b"])") == "what is in 'args' holds a zero byte");
  CHECK(refusal_with(R"("env": {"v": "\u0000"})") == "the variable v holds a zero byte");
  CHECK(refusal_with(R"("env": {"v\u0000": ""})").ends_with("holds a zero byte"));
  CHECK(refusal_with(R"("builder": "\u0000")") == "'builder' holds a zero byte");
}

TEST_CASE("what is of the wrong kind is told with what it must be", "[core/derivation]") {
  struct Case {
    const char* field;
    const char* message;
  };
  for (const Case& wrong : {
           Case{R"("builder": 3)", "'builder' must be a text, not 3"},
           Case{R"("system": {"a": 1})", "'system' must be a text, not an object"},
           Case{R"("outputs": [])", "'outputs' must be an object, not an array"},
           Case{R"("outputs": "out")", R"('outputs' must be an object, not "out")"},
           Case{R"("outputs": {"out": 1})", "the output out must be an object, not 1"},
           Case{R"("outputs": {"out": "x"})", R"(the output out must be an object, not "x")"},
           Case{R"("outputs": {"out": []})", "the output out must be an object, not an array"},
           Case{R"("outputs": {"out": {"path": null}})",
                "a field of the output out must be a text, not null"},
           Case{R"("inputDrvs": {"/cairn/store/0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y.drv": "out"})",
                "the list of outputs of 0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y.drv must be an array, "
                "not \"out\""},
           Case{R"("inputDrvs": {"/cairn/store/0c0zk5b9mkxc5v0ikwr8yr7hxcyqnzgd-y.drv": [{}]})",
                "what is in 'inputDrvs' must be a text, not an object"},
           Case{R"("inputSrcs": {})", "'inputSrcs' must be an array, not an object"},
           Case{R"("inputSrcs": [true])", "what is in 'inputSrcs' must be a text, not true"},
           Case{R"("args": [["a"]])", "what is in 'args' must be a text, not an array"},
           Case{R"("env": {"a": {"b": []}})", "the variable a must be a text, not an object"},
           Case{R"("env": {"a": 1})", "the variable a must be a text, not 1"},
       }) {
    CHECK(refusal_with(wrong.field) == wrong.message);
  }
  CHECK(refusal("[]") == "it must be an object, not an array");
  CHECK(refusal("1") == "it must be an object, not 1");
  CHECK(refusal("\"x\"") == "it must be an object, not \"x\"");
}

}  // namespace cairn
