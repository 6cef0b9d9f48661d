// SPDX-License-Identifier: GPL-3.0-or-later
// Store paths computed.
#include "core/item/content_address.hh"

#include "core/hash/hasher.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

ContentMethod method_named(const std::string& name) {
  if (name == "text") return ContentMethod::text;
  return name == "flat" ? ContentMethod::flat : ContentMethod::recursive;
}

Hash sha256(std::string_view bytes) {
  return hash_of(HashAlgorithm::sha256, bytes);
}

StorePathSet one_reference() {
  return {StorePath("9301civladwjyffc3r9dbwzsfwjnm2rr-plain.txt")};
}

}  // namespace

TEST_CASE("content-addressed paths are those that Nix computes", "[core/item]") {
  auto rows = test::vector_table(VECTORS "/store-paths.txt");
  REQUIRE(rows.size() == 21);
  for (const auto& row : rows) {
    References references;
    for (std::size_t i = 4; i < row.size(); ++i) references.others.emplace(row[i]);
    ContentAddress address{method_named(row[0]), parse_hash(row[1])};
    StorePath path = content_addressed_path(StoreDir(), address, row[2], references);
    CHECK(path.base_name() == row[3] + "-" + row[2]);
  }
}

TEST_CASE("the path of a text depends on its store, text, name and references", "[core/item]") {
  StoreDir store;
  StorePath path = text_path(store, "plain.txt", "hello\n", {});
  CHECK(path.base_name() == "9301civladwjyffc3r9dbwzsfwjnm2rr-plain.txt");
  CHECK(text_path(StoreDir("/nix/store"), "plain.txt", "hello\n", {}) != path);
  CHECK(text_path(store, "plain.txt", "hello", {}) != path);
  CHECK(text_path(store, "plain.tx", "hello\n", {}) != path);
  CHECK(text_path(store, "plain.txt", "hello\n", one_reference()) != path);
}

TEST_CASE("only texts and trees of SHA-256 have references", "[core/item]") {
  auto path_with = [](ContentMethod method, HashAlgorithm algorithm, References references) {
    return content_addressed_path(StoreDir(), {method, hash_of(algorithm, "")}, "a", references);
  };
  References other{one_reference(), false};
  References self{{}, true};
  CHECK_NOTHROW(path_with(ContentMethod::recursive, HashAlgorithm::sha256, other));
  CHECK_NOTHROW(path_with(ContentMethod::recursive, HashAlgorithm::sha256, self));
  CHECK_NOTHROW(path_with(ContentMethod::text, HashAlgorithm::sha256, other));
  CHECK_THROWS_WITH(path_with(ContentMethod::text, HashAlgorithm::sha256, self),
                    "the text a cannot refer to itself");
  CHECK_THROWS_WITH(path_with(ContentMethod::text, HashAlgorithm::sha512, {}),
                    "the text a is not addressed by sha256");
  std::string refusal = "a cannot have references: it is no tree addressed by sha256";
  CHECK_THROWS_WITH(path_with(ContentMethod::flat, HashAlgorithm::sha256, other), refusal);
  CHECK_THROWS_WITH(path_with(ContentMethod::flat, HashAlgorithm::sha256, self), refusal);
  CHECK_THROWS_WITH(path_with(ContentMethod::recursive, HashAlgorithm::sha512, other), refusal);
}

TEST_CASE("a name that no item may have gets no path", "[core/item]") {
  CHECK_THROWS_WITH(text_path(StoreDir(), ".x", "", {}), "the item name \".x\" starts with a dot");
  CHECK_THROWS_AS(output_path(StoreDir(), sha256(""), "a/b", "x"), Error);
}

TEST_CASE("outputs other than out are named in their paths", "[core/item]") {
  CHECK(output_item_name("hello-2.10", "out") == "hello-2.10");
  CHECK(output_item_name("hello-2.10", "lib") == "hello-2.10-lib");
  StorePath out = output_path(StoreDir(), sha256(""), "out", "x");
  StorePath lib = output_path(StoreDir(), sha256(""), "lib", "x");
  CHECK(lib.name() == "x-lib");
  CHECK(out.hash_part() != lib.hash_part());
}

TEST_CASE("a content address is written as Nix writes it", "[core/item]") {
  std::string digest = "1b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s";
  Hash hash = sha256("abc");
  CHECK(to_text(ContentAddress{ContentMethod::text, hash}) == "text:sha256:" + digest);
  CHECK(to_text(ContentAddress{ContentMethod::flat, hash}) == "fixed:sha256:" + digest);
  CHECK(to_text(ContentAddress{ContentMethod::recursive, hash}) == "fixed:r:sha256:" + digest);
  for (auto method : {ContentMethod::text, ContentMethod::flat, ContentMethod::recursive}) {
    for (auto algorithm : {HashAlgorithm::sha256, HashAlgorithm::sha1}) {
      ContentAddress address{method, hash_of(algorithm, "abc")};
      if (method == ContentMethod::text && algorithm != HashAlgorithm::sha256) continue;
      CHECK(parse_content_address(to_text(address)) == address);
    }
  }
}

TEST_CASE("a content address that is not one is refused with its reason", "[core/item]") {
  auto refusal = [](const std::string& text, const std::string& reason) {
    CHECK_THROWS_WITH(parse_content_address(text),
                      "bad content address \"" + text + "\": " + reason);
  };
  std::string hex = to_tagged_text(sha256("abc"), HashFormat::base16);
  refusal("", "it starts neither with \"text:\" nor with \"fixed:\"");
  refusal("r:" + hex, "it starts neither with \"text:\" nor with \"fixed:\"");
  refusal("fixed:" + hex, "its hash is not in nix32");
  refusal("fixed:r:" + to_text(sha256("abc"), HashFormat::sri), "its hash is not in nix32");
  refusal("text:" + to_tagged_text(hash_of(HashAlgorithm::sha1, ""), HashFormat::nix32),
          "the hash of a text is sha256");
  CHECK_THROWS_AS(parse_content_address("fixed:r:r:" + hex), Error);
}

}  // namespace cairn
