// SPDX-License-Identifier: GPL-3.0-or-later
// Digests.
#include "core/hash/hasher.hh"

#include "core/hash/encoding.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("digests are those that Nix computes", "[core/hash]") {
  for (const auto& row : test::vector_table(VECTORS "/hash.txt")) {
    std::string input = row[1] == "-" ? "" : from_base16(row[1]);
    CHECK(to_text(hash_of(parse_hash_algorithm(row[0]), input), HashFormat::base16) == row[2]);
  }
}

TEST_CASE("a digest does not depend on how its bytes were cut", "[core/hash]") {
  std::string input(1000, 'x');
  Hasher hasher(HashAlgorithm::sha256);
  for (std::size_t at = 0, size = 1; at < input.size(); at += size++) {
    hasher.write(std::string_view(input).substr(at, size));
  }
  CHECK(hasher.size() == input.size());
  CHECK(hasher.finish() == hash_of(HashAlgorithm::sha256, input));
}

TEST_CASE("a hasher can be moved between writes", "[core/hash]") {
  Hasher first(HashAlgorithm::sha512);
  first.write("ab");
  Hasher second(std::move(first));
  second.write("c");
  CHECK(second.size() == 3);
  CHECK(second.finish() == hash_of(HashAlgorithm::sha512, "abc"));
}

}  // namespace cairn
