// SPDX-License-Identifier: GPL-3.0-or-later
// Digests as hashes.
#include "core/hash/hasher.hh"

namespace cairn {

namespace {

// By HashAlgorithm.
constexpr DigestKind kinds[] = {DigestKind::md5, DigestKind::sha1, DigestKind::sha256,
                                DigestKind::sha512};

}  // namespace

Hasher::Hasher(HashAlgorithm algorithm, DigestPairs* pairs)
    : algorithm_(algorithm), digester_(kinds[static_cast<std::size_t>(algorithm)]), pairs_(pairs) {}

void Hasher::write(std::string_view bytes) {
  pairs_ ? pairs_->write(digester_, bytes) : digester_.write(bytes);
  size_ += bytes.size();
}

Hash Hasher::finish() {
  return Hash(algorithm_, digester_.finish());
}

Hash hash_of(HashAlgorithm algorithm, std::string_view bytes) {
  Hasher hasher(algorithm);
  hasher.write(bytes);
  return hasher.finish();
}

}  // namespace cairn
