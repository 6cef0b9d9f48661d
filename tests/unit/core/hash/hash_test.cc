// SPDX-License-Identifier: GPL-3.0-or-later
// Hashes, written down and read.
#include "core/hash/hash.hh"

#include "core/base/error.hh"
#include "core/hash/encoding.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

const std::string abc16 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string abc32 = "1b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s";
const std::string abc64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

Hash abc() {
  return Hash(HashAlgorithm::sha256, from_base16(abc16));
}

}  // namespace

TEST_CASE("a hash is written and read as Nix writes it", "[core/hash]") {
  auto rows = test::vector_table(VECTORS "/hash.txt");
  REQUIRE(rows.size() == 16);
  for (const auto& row : rows) {
    Hash hash(parse_hash_algorithm(row[0]), from_base16(row[2]));
    CHECK(to_text(hash, HashFormat::base16) == row[2]);
    CHECK(to_text(hash, HashFormat::nix32) == row[3]);
    CHECK(to_text(hash, HashFormat::base64) == row[4]);
    CHECK(to_text(hash, HashFormat::sri) == row[0] + "-" + row[4]);
    CHECK(to_tagged_text(hash, HashFormat::nix32) == row[0] + ":" + row[3]);
    CHECK(to_tagged_text(hash, HashFormat::sri) == row[0] + "-" + row[4]);
    for (std::size_t column : {2, 3, 4}) {
      CHECK(parse_hash(row[column], hash.algorithm()) == hash);
      CHECK(parse_hash(row[0] + ":" + row[column]) == hash);
    }
    CHECK(parse_hash(row[0] + "-" + row[4]) == hash);
  }
}

TEST_CASE("a hash that is not one is refused with its reason", "[core/hash]") {
  auto sha256 = HashAlgorithm::sha256;
  CHECK_THROWS_WITH(
      parse_hash(abc32),
      "bad hash \"" + abc32 + "\": it does not say its algorithm, as in \"sha256:...\"");
  CHECK_THROWS_WITH(parse_hash("sha257:" + abc32),
                    "bad hash \"sha257:" + abc32 +
                        "\": \"sha257\" is not a hash algorithm: md5, sha1, sha256 or sha512");
  CHECK_THROWS_WITH(parse_hash("sha1:" + abc32, sha256),
                    "bad hash \"sha1:" + abc32 + "\": it is not sha256");
  CHECK_THROWS_WITH(parse_hash("sha256:" + abc32 + "0"),
                    "bad hash \"sha256:" + abc32 + "0\": 53 characters are too many or too few");
  CHECK_THROWS_WITH(parse_hash("", sha256), "bad hash \"\": 0 characters are too many or too few");
  CHECK_THROWS_WITH(parse_hash("sha256-" + abc32),
                    "bad hash \"sha256-" + abc32 + "\": a digest of sha256 has 32 bytes, not 39");
  CHECK_THROWS_WITH(parse_hash("sha256:e" + abc32.substr(1)),
                    "bad hash \"sha256:e" + abc32.substr(1) + "\": \"e\" is not a digit of nix32");
}

TEST_CASE("a bare digest is read in any base when the algorithm is known", "[core/hash]") {
  for (const std::string& text : {abc16, abc32, abc64}) {
    CHECK(parse_hash(text, HashAlgorithm::sha256) == abc());
  }
  CHECK(parse_hash("sha256-" + abc64, HashAlgorithm::sha256) == abc());
}

TEST_CASE("algorithms and formats have names", "[core/hash]") {
  for (std::string_view name : {"md5", "sha1", "sha256", "sha512"}) {
    CHECK(name_of(parse_hash_algorithm(name)) == name);
  }
  CHECK(parse_hash_format("nix32") == HashFormat::nix32);
  CHECK(parse_hash_format("base32") == HashFormat::nix32);
  CHECK(parse_hash_format("sri") == HashFormat::sri);
  CHECK_THROWS_WITH(parse_hash_format("hex"),
                    "\"hex\" is not a hash format: base16, nix32, base64 or sri");
}

TEST_CASE("MD5 and SHA-1 are weak", "[core/hash]") {
  CHECK(is_weak(HashAlgorithm::md5));
  CHECK(is_weak(HashAlgorithm::sha1));
  CHECK(!is_weak(HashAlgorithm::sha256));
  CHECK(!is_weak(HashAlgorithm::sha512));
}

TEST_CASE("a digest has the size of its algorithm", "[core/hash]") {
  CHECK_THROWS_WITH(Hash(HashAlgorithm::sha256, "short"), "a digest of sha256 has 32 bytes, not 5");
}

TEST_CASE("a digest is shortened by folding", "[core/hash]") {
  std::string digest(32, '\0');
  digest[0] = 1;
  digest[20] = 2;
  digest[31] = 4;
  std::string folded(20, '\0');
  folded[0] = 3;
  folded[11] = 4;
  CHECK(compress_digest(Hash(HashAlgorithm::sha256, digest), 20) == folded);
}

}  // namespace cairn
