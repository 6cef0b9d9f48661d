// SPDX-License-Identifier: GPL-3.0-or-later
// Preparing a fetch: what is accepted, and what the fetcher gets to see.
#include "core/build/fetch.hh"

#include "core/base/error.hh"
#include "core/hash/hasher.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

Derivation fetch_of(const std::string& urls, HashAlgorithm algorithm = HashAlgorithm::sha256) {
  Derivation derivation;
  derivation.name = "file";
  derivation.system = "builtin";
  derivation.builder = fetch_builtin;
  derivation.environment = {{"urls", urls}, {"out", "/cairn/store/x"}};
  derivation.outputs.emplace(
      "out", DerivationOutput{StorePath(std::string(20, 'a'), "file"),
                              FixedOutput{ContentMethod::flat, hash_of(algorithm, "content")}});
  return derivation;
}

sandbox::Spec prepared(const Derivation& derivation) {
  sandbox::Spec spec;
  prepare_fetch(spec, derivation,
                {"/bin/cairn-fetch", {{{"ours", {"http://one/", "http://two/"}}}, {"/"}}});
  return spec;
}

}  // namespace

TEST_CASE("a fetch needs addresses and the SHA-256 hash of a file", "[core/build]") {
  CHECK_NOTHROW(check_fetch(fetch_of("http://a/b mirror://gnu/c")));
  CHECK_THROWS_AS(check_fetch(fetch_of("")), Error);
  CHECK_THROWS_AS(check_fetch(fetch_of("http://a/b\nhttp://c/d")), Error);
  CHECK_THROWS_AS(check_fetch(fetch_of("http://a/b\thttp://c/d")), Error);
  CHECK_NOTHROW(check_fetch(fetch_of(" http://a/b  http://c/d ")));
  CHECK_THROWS_AS(check_fetch(fetch_of("(string-append \"http://\" \"a\")")), Error);
  CHECK_THROWS_AS(check_fetch(fetch_of("http://a/b", HashAlgorithm::sha1)), Error);
  Derivation without = fetch_of("http://a/b");
  without.outputs.at("out").fixed.reset();
  CHECK_THROWS_AS(check_fetch(without), Error);
}

TEST_CASE("the fetcher is told addresses that are resolved, and has the network", "[core/build]") {
  sandbox::Spec spec = prepared(fetch_of("mirror://ours/x http://three/y"));
  CHECK(spec.network);
  CHECK(spec.entry == sandbox::Entry::program);
  CHECK(spec.environment.at(fetch_addresses_variable) ==
        "http://one/x http://two/x http://three/y");
  CHECK(spec.environment.at(fetch_hash_variable) ==
        to_tagged_text(hash_of(HashAlgorithm::sha256, "content"), HashFormat::base16));
}

TEST_CASE("a derivation says nothing else to the fetcher", "[core/build]") {
  sandbox::Spec spec;
  spec.environment = {{"out", "/cairn/store/x"},   {"executable", "1"},    {"LD_PRELOAD", "/x.so"},
                      {"http_proxy", "http://x/"}, {"OPENSSL_CONF", "/x"}, {"PATH", "/x"}};
  prepare_fetch(spec, fetch_of("http://a/b"), {"/bin/cairn-fetch", {}});
  CHECK(spec.environment.at("out") == "/cairn/store/x");
  CHECK(spec.environment.at("executable") == "1");
  for (const char* variable : {"LD_PRELOAD", "http_proxy", "OPENSSL_CONF", "PATH"}) {
    CHECK_FALSE(spec.environment.contains(variable));
  }
}

TEST_CASE("a check asks no place by hash", "[core/build]") {
  FetchSettings settings{"/bin/cairn-fetch", {{}, {"/", "http://by-hash/"}}};
  sandbox::Spec usual, check;
  prepare_fetch(usual, fetch_of("http://a/b"), settings);
  CHECK(usual.environment.at(fetch_by_hash_variable) == "/ http://by-hash/");
  prepare_fetch(check, fetch_of("http://a/b"), settings, BuildMode::check);
  CHECK(check.environment.at(fetch_by_hash_variable) == "");
}

TEST_CASE("nothing that the fetcher is shown can be written", "[core/build]") {
  for (const sandbox::Bind& bind : prepared(fetch_of("http://a/b")).binds)
    CHECK_FALSE(bind.writable);
}

TEST_CASE("no other derivation gets the network", "[core/build]") {
  Derivation other = fetch_of("http://a/b");
  other.builder = "/cairn/store/x/bin/sh";
  other.system = "x86_64-linux";
  CHECK_FALSE(is_fetch(other));
  CHECK_FALSE(sandbox::Spec{}.network);
}

}  // namespace cairn
