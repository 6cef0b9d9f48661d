// SPDX-License-Identifier: GPL-3.0-or-later
// Which address gave what, and what is told of one that did not.
#include "core/build/source_ledger.hh"

#include "core/base/files.hh"
#include "core/build/fetch.hh"
#include "core/hash/hasher.hh"
#include "core/sandbox/spec.hh"
#include "tests/support/build_place.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

struct Ledger {
  test::BuildPlace place;
  TemporaryDirectory scratch;
  FetchSettings settings{"/bin/cairn-fetch", {{{"ours", {"http://one/", "http://two/"}}}, {}}};
  StorePath path{std::string(20, 'a'), "file.drv"};

  static Derivation fetch_of(const std::string& urls) {
    Derivation derivation;
    derivation.name = "file";
    derivation.system = "builtin";
    derivation.builder = fetch_builtin;
    derivation.environment = {{"urls", urls}};
    derivation.outputs.emplace(
        "out", DerivationOutput{
                   StorePath(std::string(20, 'b'), "file"),
                   FixedOutput{ContentMethod::flat, hash_of(HashAlgorithm::sha256, "content")}});
    return derivation;
  }

  // The fetcher of URLS says that ORIGIN gave it.
  void fetched(const std::string& urls, const std::string& origin) {
    Fd folder = make_directory_at(scratch.fd(), sandbox::scratch_build);
    write_file_at(folder.get(), fetch_origin_file, origin);
    note_origin(place.store, fetch_of(urls), settings, scratch.fd());
  }

  std::string warning(const std::string& urls) {
    return unverified_source(place.store, path, fetch_of(urls), &settings).value_or("");
  }
};

}  // namespace

TEST_CASE("an address that gave a content is trusted with it, and no other", "[core/build]") {
  Ledger ledger;
  ledger.fetched("http://a/x http://b/x", "http://b/x");
  CHECK(ledger.warning("http://b/x") == "");
  CHECK(ledger.warning("http://c/x http://b/x") == "");
  std::string hash = to_tagged_text(hash_of(HashAlgorithm::sha256, "content"), HashFormat::sri);
  std::string hint = "\nhint: cairn build --check " + ledger.place.store.dir().print(ledger.path);
  CHECK(ledger.warning("http://a/x") == "unverified source: http://a/x never gave the bytes of " +
                                            hash + "; they came from http://b/x" + hint);
  CHECK(ledger.warning("http://a/x http://c/x") ==
        "unverified source: http://a/x and http://c/x never gave the bytes of " + hash +
            "; they came from http://b/x" + hint);
}

TEST_CASE("what came by hash has no origin", "[core/build]") {
  Ledger ledger;
  make_directory_at(ledger.scratch.fd(), sandbox::scratch_build);
  note_origin(ledger.place.store, Ledger::fetch_of("http://a/x"), ledger.settings,
              ledger.scratch.fd());
  CHECK(ledger.warning("http://a/x").find("where they came from is not known") !=
        std::string::npos);
}

TEST_CASE("a fetcher that names an address that it was not given is not believed", "[core/build]") {
  Ledger ledger;
  ledger.fetched("http://a/x", "http://trusted/x");
  CHECK(ledger.place.store.database()
            .source_addresses(hash_of(HashAlgorithm::sha256, "content"))
            .empty());
}

TEST_CASE("a mirror and the address that it stood for are the same origin", "[core/build]") {
  Ledger ledger;
  ledger.fetched("mirror://ours/x", "http://two/x");
  CHECK(ledger.warning("http://two/x") == "");
  CHECK(ledger.warning("mirror://ours/x") == "");
  CHECK(ledger.warning("http://one/x") != "");
  ledger.settings.mirrors.named.clear();
  CHECK(ledger.warning("mirror://ours/x") == "");
}

}  // namespace cairn
