// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations hashed modulo their fixed-output inputs.
#include "core/derivation/output_paths.hh"

#include "tests/support/derivations.hh"
#include "tests/support/guix_derivations.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

DerivationHashes example_hashes() {
  return DerivationHashes(StoreDir(), test::find_example);
}

// NAME with other output paths than the right ones, and without its outputs' variables.
Derivation unfinished(Derivation derivation) {
  for (auto& [name, output] : derivation.outputs) {
    output.path = test::plain_text;
    derivation.environment.erase(name);
  }
  return derivation;
}

// The derivation number N of a chain: each needs the one before, number 0 nothing.
StorePath chain_path(int number) {
  return text_path(StoreDir(), fmt::format("n{}.drv", number), "", {});
}

Derivation chain_link(int number) {
  Derivation derivation = test::two_outputs();
  derivation.name = "n" + std::to_string(number);
  derivation.input_derivations.clear();
  if (number > 0) derivation.input_derivations[chain_path(number - 1)] = {"out"};
  return derivation;
}

int number_of(const StorePath& path) {
  return std::stoi(std::string(path.name().substr(1, path.name().find('.'))));
}

}  // namespace

TEST_CASE("output paths are those that Nix computes", "[core/derivation]") {
  StoreDir store;
  DerivationHashes hashes = example_hashes();
  for (const Derivation& derivation :
       {test::dependent(), test::two_outputs(), test::fixed_tree(), test::fixed_source()}) {
    CHECK(with_output_paths(store, unfinished(derivation), hashes) == derivation);
    CHECK_NOTHROW(check_output_paths(store, derivation, hashes));
  }
}

TEST_CASE("output paths are those that Guix computes", "[core/derivation]") {
  test::GuixDerivations guix(VECTORS);
  DerivationHashes hashes(guix.store(), [&](const StorePath& path) { return guix.find(path); });
  for (const StorePath& path : guix.paths()) {
    Derivation derivation = guix.find(path);
    CHECK(with_output_paths(guix.store(), unfinished(derivation), hashes) == derivation);
    CHECK_NOTHROW(check_output_paths(guix.store(), derivation, hashes));
  }
}

TEST_CASE("how a fixed output is made does not move what needs it", "[core/derivation]") {
  StoreDir store;
  DerivationHashes before = example_hashes();
  DerivationHashes after(store, [](const StorePath& path) {
    Derivation derivation = test::find_example(path);
    if (path == test::fixed_source_path) derivation.environment["url"] = "http://elsewhere";
    return derivation;
  });
  CHECK(before.of_outputs(test::dependent()) == after.of_outputs(test::dependent()));
}

TEST_CASE("whatever else an input changes moves what needs it", "[core/derivation]") {
  StoreDir store;
  DerivationHashes before = example_hashes();
  DerivationHashes after(store, [](const StorePath& path) {
    Derivation derivation = test::find_example(path);
    if (path == test::two_outputs_path) derivation.arguments.push_back("");
    return derivation;
  });
  CHECK(before.of_outputs(test::dependent()) != after.of_outputs(test::dependent()));
}

TEST_CASE("all outputs of a derivation share a hash", "[core/derivation]") {
  auto hashes = example_hashes().of_input(test::two_outputs_path);
  REQUIRE(hashes.size() == 2);
  CHECK(hashes.at("out") == hashes.at("lib"));
}

TEST_CASE("each derivation is asked for once", "[core/derivation]") {
  std::map<StorePath, int> asked;
  DerivationHashes hashes(StoreDir(), [&](const StorePath& path) {
    ++asked[path];
    return test::find_example(path);
  });
  hashes.of_outputs(test::dependent());
  hashes.of_outputs(test::dependent());
  hashes.of_input(test::two_outputs_path);
  CHECK(asked == std::map<StorePath, int>{{test::fixed_source_path, 1},
                                          {test::fixed_tree_path, 1},
                                          {test::two_outputs_path, 1}});
}

TEST_CASE("a chain of 20000 derivations needs no deep stack", "[core/derivation]") {
  DerivationHashes hashes(StoreDir(),
                          [](const StorePath& path) { return chain_link(number_of(path)); });
  auto deep = hashes.of_input(chain_path(20000));
  CHECK(deep.at("out") != hashes.of_input(chain_path(19999)).at("out"));
}

TEST_CASE("a derivation that depends on itself is refused", "[core/derivation]") {
  DerivationHashes hashes(StoreDir(), [](const StorePath& path) {
    Derivation derivation = chain_link(number_of(path));
    derivation.input_derivations[chain_path((number_of(path) + 1) % 3)] = {"out"};
    return derivation;
  });
  CHECK_THROWS_WITH(hashes.of_input(chain_path(0)), Catch::EndsWith("depends on itself"));
}

TEST_CASE("an output that an input lacks is named", "[core/derivation]") {
  DerivationHashes hashes = example_hashes();
  Derivation derivation = test::dependent();
  derivation.input_derivations[test::two_outputs_path].insert("doc");
  CHECK_THROWS_WITH(hashes.of_outputs(derivation),
                    "/cairn/store/0ishmjlzhk2p7jkxiing8rq3w0238cv1-one.drv has no output \"doc\", "
                    "which two needs");
}

TEST_CASE("a wrong output path is refused by its name", "[core/derivation]") {
  StoreDir store;
  DerivationHashes hashes = example_hashes();
  Derivation derivation = test::two_outputs();
  derivation.outputs.at("lib").path = test::plain_text;
  CHECK_THROWS_WITH(check_output_paths(store, derivation, hashes),
                    "output \"lib\" of one should be "
                    "/cairn/store/hgl91nsnlr8g1009k85bifklyfhjvjc3-one-lib, not "
                    "/cairn/store/9301civladwjyffc3r9dbwzsfwjnm2rr-plain.txt");
}

TEST_CASE("a fixed output cannot claim the path of other contents", "[core/derivation]") {
  StoreDir store;
  DerivationHashes hashes = example_hashes();
  Derivation derivation = test::fixed_source();
  derivation.outputs.at("out").fixed->method = ContentMethod::recursive;
  CHECK_THROWS_AS(check_output_paths(store, derivation, hashes), Error);
}

TEST_CASE("an output's variable cannot name another path than the output", "[core/derivation]") {
  StoreDir store;
  DerivationHashes hashes = example_hashes();
  std::string refusal =
      "the environment variable \"lib\" of one is not its output's path "
      "/cairn/store/hgl91nsnlr8g1009k85bifklyfhjvjc3-one-lib";
  Derivation derivation = test::two_outputs();
  derivation.environment["lib"] = store.print(test::plain_text);
  CHECK_THROWS_WITH(check_output_paths(store, derivation, hashes), refusal);
}

}  // namespace cairn
