// SPDX-License-Identifier: GPL-3.0-or-later
// What a builder gets, decided without running it.
#include "core/build/prepare.hh"

#include "core/base/error.hh"
#include "core/hash/hasher.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {
Derivation simple() {
  Derivation derivation;
  derivation.name = "x";
  derivation.system = "x86_64-linux";
  derivation.builder = "/cairn/store/00000000000000000000000000000000-sh/bin/sh";
  derivation.arguments = {"-c", "true"};
  derivation.environment = {{"a", "1"}, {"PATH", "/p"}};
  return derivation;
}
}  // namespace

TEST_CASE("a builder sees its own variables over the usual ones", "[core/build]") {
  auto environment = builder_environment(Layout{}, simple(), {.cores = 3});
  CHECK(environment.variables.at("a") == "1");
  CHECK(environment.variables.at("PATH") == "/p");
  CHECK(environment.variables.at("HOME") == "/homeless-shelter");
  CHECK(environment.variables.at("NIX_BUILD_CORES") == "3");
  CHECK(environment.variables.at("NIX_STORE") == "/cairn/store");
  CHECK(environment.files.empty());
}

TEST_CASE("what is so for every builder no derivation changes", "[core/build]") {
  Derivation derivation = simple();
  for (const char* name : {"NIX_BUILD_TOP", "TMPDIR", "TEMPDIR", "TMP", "TEMP", "PWD"}) {
    derivation.environment[name] = "/elsewhere";
    CHECK(builder_environment(Layout{}, derivation, {}).variables.at(name) == "/build");
  }
  derivation.environment["TERM"] = "dumb";
  derivation.environment["NIX_LOG_FD"] = "9";
  auto environment = builder_environment(Layout{}, derivation, {});
  CHECK(environment.variables.at("TERM") == "xterm-256color");
  CHECK(environment.variables.at("NIX_LOG_FD") == "2");
  CHECK(!environment.variables.contains("NIX_OUTPUT_CHECKED"));
  FixedOutput promise{ContentMethod::flat, hash_of(HashAlgorithm::sha256, "x")};
  derivation.outputs = {{"out", {StorePath(std::string(32, '0') + "-x"), promise}}};
  environment = builder_environment(Layout{}, derivation, {});
  CHECK(environment.variables.at("NIX_OUTPUT_CHECKED") == "1");
}

TEST_CASE("a variable passed as a file is a file and the path of it", "[core/build]") {
  Derivation derivation = simple();
  derivation.environment["text"] = "long";
  derivation.environment["passAsFile"] = "text";
  auto environment = builder_environment(Layout{}, derivation, {});
  REQUIRE(environment.files.size() == 1);
  const auto& [name, content] = *environment.files.begin();
  CHECK(content == "long");
  CHECK(environment.variables.at("textPath") == "/build/" + name);
  CHECK(!environment.variables.contains("text"));
}

TEST_CASE("the builder's own name is its first argument", "[core/build]") {
  auto spec = builder_spec(Layout{}, simple(), {}, {}, "/scratch");
  CHECK(spec.arguments == std::vector<std::string>{"sh", "-c", "true"});
  CHECK(spec.working_directory == "/build");
  CHECK(spec.weaknesses == sandbox::Weaknesses{});
}

TEST_CASE("what cannot be built is refused by its reason", "[core/build]") {
  Derivation other = simple();
  other.builder = "/bin/sh";
  CHECK_THROWS_WITH(check_buildable(Layout{}, other, {}),
                    "its builder '/bin/sh' is not in the store, and a sandbox holds nothing else");
  other = simple();
  other.environment["__structuredAttrs"] = "1";
  CHECK_THROWS_WITH(check_buildable(Layout{}, other, {}),
                    "the derivation uses '__structuredAttrs', which Cairn does not support");
  other = simple();
  other.system = "builtin";
  other.builder = "builtin:fly-1";
  CHECK_THROWS_WITH(check_buildable(Layout{}, other, {}),
                    "there is no 'builtin:fly-1' in this version of Cairn");
  CHECK_NOTHROW(check_buildable(Layout{}, simple(), {}));
}

TEST_CASE("what this machine lacks is not built without it", "[core/build]") {
  Derivation derivation = simple();
  derivation.environment["requiredSystemFeatures"] = "big-parallel benchmark nixos-test";
  CHECK_NOTHROW(check_buildable(Layout{}, derivation, {}));
  derivation.environment["requiredSystemFeatures"] = "big-parallel kvm";
  CHECK_THROWS_WITH(check_buildable(Layout{}, derivation, {}),
                    "it requires the system feature 'kvm', which this machine does not have "
                    "(benchmark, big-parallel, nixos-test)");
}

}  // namespace cairn
