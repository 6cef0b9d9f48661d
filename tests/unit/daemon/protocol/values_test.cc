// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol's own values as text.
#include "daemon/protocol/values.hh"

#include <catch2/catch.hpp>

namespace cairn::protocol {

namespace {

const StoreDir store;
const StorePath derivation("g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv");
const std::string derivation_text = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv";
const std::string hex(64, 'a');

template <typename T>
T parsed(const std::string& text) {
  return Spelling<T>::parse(store, text);
}

template <typename T>
std::string printed(const T& value) {
  return Spelling<T>::print(store, value);
}

}  // namespace

TEST_CASE("a target is an item, all outputs or some", "[daemon/protocol]") {
  CHECK(parsed<Target>(derivation_text) == Target{derivation, Target::Kind::item});
  CHECK(parsed<Target>(derivation_text + "!*") == Target{derivation});
  CHECK(parsed<Target>(derivation_text + "!lib,out") ==
        Target{derivation, Target::Kind::outputs, {"lib", "out"}});
  CHECK(printed(Target{derivation, Target::Kind::item}) == derivation_text);
  CHECK(printed(Target{derivation}) == derivation_text + "!*");
  CHECK(printed(Target{derivation, Target::Kind::outputs, {"out", "lib"}}) ==
        derivation_text + "!lib,out");
}

TEST_CASE("a target's outputs are names, and of a derivation", "[daemon/protocol]") {
  CHECK_THROWS_AS(parsed<Target>(derivation_text + "!"), Error);
  CHECK_THROWS_AS(parsed<Target>(derivation_text + "!,out"), Error);
  CHECK_THROWS_AS(parsed<Target>(derivation_text + "!../x"), Error);
  CHECK_THROWS_AS(parsed<Target>("/etc/passwd!out"), Error);
  std::string item = "/cairn/store/g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo";
  CHECK_THROWS_WITH(parsed<Target>(item + "!out"), "'" + item + "!out' is not a derivation");
}

TEST_CASE("an addressing is one of three methods with an algorithm", "[daemon/protocol]") {
  Addressing text{ContentMethod::text, HashAlgorithm::sha256};
  Addressing flat{ContentMethod::flat, HashAlgorithm::sha512};
  Addressing recursive{ContentMethod::recursive, HashAlgorithm::sha1};
  CHECK(parsed<Addressing>("text:sha256") == text);
  CHECK(parsed<Addressing>("fixed:sha512") == flat);
  CHECK(parsed<Addressing>("fixed:r:sha1") == recursive);
  CHECK(printed(text) == "text:sha256");
  CHECK(printed(flat) == "fixed:sha512");
  CHECK(printed(recursive) == "fixed:r:sha1");
  CHECK_THROWS_AS(parsed<Addressing>("fixed:r:"), Error);
  CHECK_THROWS_AS(parsed<Addressing>("fixed:git:sha256"), Error);
  CHECK_THROWS_WITH(parsed<Addressing>("sha256"), "'sha256' says not how a content names its item");
}

TEST_CASE("an archive's hash is SHA-256 in base 16", "[daemon/protocol]") {
  CHECK(printed(parsed<Hash>(hex)) == hex);
  CHECK_THROWS_AS(parsed<Hash>(hex.substr(1)), Error);
  CHECK_THROWS_AS(parsed<Hash>("sha256:" + hex), Error);
  CHECK_THROWS_AS(parsed<Hash>(std::string(64, 'x')), Error);
}

TEST_CASE("a realisation is the JSON that Nix prints", "[daemon/protocol]") {
  std::string text =
      R"({"dependentRealisations":{},"id":"sha256:)" + hex +
      R"(!out","outPath":"g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo.drv","signatures":[]})";
  Realisation realisation{{parse_hash("sha256:" + hex), "out"}, derivation};
  CHECK(parsed<Realisation>(text) == realisation);
  CHECK(printed(realisation) == text);
}

TEST_CASE("a realisation that says more than a path is refused", "[daemon/protocol]") {
  auto text =
      GENERATE(as<std::string>(), "", "{}", R"({"dependentRealisations":{"x":"y"},"id":"})",
               R"({"dependentRealisations":{},"id":"sha256:)" + hex +
                   R"(!out","outPath":"g1w7hy3qg1w7hy3qg1w7hy3qg1w7hy3q-foo","signatures":["s"]})");
  CHECK_THROWS_AS(parsed<Realisation>(text), Error);
}

TEST_CASE("the facts of an item are all of it but its path", "[daemon/protocol]") {
  ItemInfo info{.path = derivation,
                .nar_hash = parse_hash("sha256:" + hex),
                .nar_size = 5,
                .references = {derivation},
                .deriver = derivation,
                .registered = 6,
                .ultimate = true,
                .signatures = {"s"},
                .content_address = std::nullopt};
  CHECK(info_of(derivation, facts_of(info)) == info);
}

TEST_CASE("what a command ends with says how its build ended", "[daemon/protocol]") {
  CHECK(exit_of(BuildStatus::built) == Exit::done);
  CHECK(exit_of(BuildStatus::already_valid) == Exit::done);
  CHECK(exit_of(BuildStatus::permanent_failure) == Exit::build_failed);
  CHECK(exit_of(BuildStatus::timed_out) == Exit::timed_out);
  CHECK(exit_of(BuildStatus::hash_mismatch) == Exit::hash_mismatch);
  CHECK(exit_of(BuildStatus::not_deterministic) == Exit::not_deterministic);
}

TEST_CASE("a basic derivation becomes one with a name", "[daemon/protocol]") {
  BasicDerivation basic;
  basic.outputs = {{"out", {derivation, "r:sha256", hex}}};
  basic.system = "x86_64-linux";
  basic.builder = "/bin/x";
  Derivation made = derivation_of(basic, "foo");
  CHECK(made.name == "foo");
  REQUIRE(made.is_fixed());
  CHECK(made.outputs.at("out").fixed->method == ContentMethod::recursive);
  basic.outputs = {{"out", {std::nullopt, "", ""}}};
  CHECK_THROWS_WITH(derivation_of(basic, "foo"), "the output 'out' has no path");
}

}  // namespace cairn::protocol
