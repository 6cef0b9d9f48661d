// SPDX-License-Identifier: GPL-3.0-or-later
// Hasher: a Sink that digests what it is given.
#pragma once

#include "core/base/bytes.hh"
#include "core/hash/digester.hh"
#include "core/hash/hash.hh"

#include <string_view>

namespace cairn {

class Hasher : public Sink {
 public:
  explicit Hasher(HashAlgorithm algorithm);
  void write(std::string_view bytes) override;
  std::uint64_t size() const { return size_; }  // bytes digested so far
  // The digest of all bytes written; nothing may be written after.
  Hash finish();

 private:
  HashAlgorithm algorithm_;
  Digester digester_;
  std::uint64_t size_ = 0;
};

Hash hash_of(HashAlgorithm algorithm, std::string_view bytes);

}  // namespace cairn
