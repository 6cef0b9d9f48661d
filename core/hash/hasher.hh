// SPDX-License-Identifier: GPL-3.0-or-later
// Hasher: a Sink that digests what it is given.
#pragma once

#include "core/base/bytes.hh"
#include "core/hash/digest_pairs.hh"
#include "core/hash/digester.hh"
#include "core/hash/hash.hh"

#include <string_view>

namespace cairn {

class Hasher : public Sink {
 public:
  // With PAIRS it may digest together with the hashers of other threads.
  explicit Hasher(HashAlgorithm algorithm, DigestPairs* pairs = nullptr);
  void write(std::string_view bytes) override;
  std::uint64_t size() const { return size_; }  // bytes digested so far
  // The digest of all bytes written; nothing may be written after.
  Hash finish();

 private:
  HashAlgorithm algorithm_;
  Digester digester_;
  DigestPairs* pairs_;
  std::uint64_t size_ = 0;
};

Hash hash_of(HashAlgorithm algorithm, std::string_view bytes);

}  // namespace cairn
