// SPDX-License-Identifier: GPL-3.0-or-later
// Hash: a digest with its algorithm, and the ways to write one down.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

enum class HashAlgorithm : std::uint8_t { md5, sha1, sha256, sha512 };

// "md5", "sha1", "sha256", "sha512"; and back, throwing for any other name.
std::string_view name_of(HashAlgorithm algorithm);
HashAlgorithm parse_hash_algorithm(std::string_view name);
std::size_t digest_size(HashAlgorithm algorithm);
// MD5 and SHA-1 are known to be broken: read, but not accepted for new fixed outputs.
bool is_weak(HashAlgorithm algorithm);

enum class HashFormat { base16, nix32, base64, sri };
HashFormat parse_hash_format(std::string_view name);

class Hash {
 public:
  // DIGEST must have the size of ALGORITHM.
  Hash(HashAlgorithm algorithm, std::string_view digest);
  HashAlgorithm algorithm() const { return algorithm_; }
  std::string_view digest() const { return {bytes_.data(), digest_size(algorithm_)}; }
  std::strong_ordering operator<=>(const Hash&) const = default;
  bool operator==(const Hash&) const = default;

 private:
  HashAlgorithm algorithm_;
  std::array<char, 64> bytes_{};
};

// The digest alone: "0mdq..."; for sri "sha256-...".
std::string to_text(const Hash& hash, HashFormat format);
// With its algorithm: "sha256:0mdq..."; for sri the same as to_text.
std::string to_tagged_text(const Hash& hash, HashFormat format);

// Read "sha256:DIGEST", "sha256-BASE64" or, when ALGORITHM is given, a bare DIGEST; the digest's
// base is known by its length. Throws naming what is wrong.
Hash parse_hash(std::string_view text, std::optional<HashAlgorithm> algorithm = std::nullopt);

// The first SIZE bytes that result when all bytes of the digest are folded onto them by XOR: how a
// store path shortens its SHA-256 to 20 bytes.
std::string compress_digest(const Hash& hash, std::size_t size);

}  // namespace cairn
