// SPDX-License-Identifier: GPL-3.0-or-later
// Verifier: a public key made ready once, which then tells for many signatures whether they are
// its.
#pragma once

#include "core/hash/public_key.hh"
#include "core/hash/signature_digest.hh"

#include <memory>
#include <string_view>

namespace cairn {

class Verifier {
 public:
  // Throws if KEY has a wrong size, is too weak, or is no point of its curve.
  explicit Verifier(PublicKey key);
  ~Verifier();
  Verifier(Verifier&&) noexcept;
  Verifier& operator=(Verifier&&) noexcept;

  const PublicKey& key() const { return key_; }

  // Whether RAW (see raw_signature_size) is made by this key of a text with the digest DIGEST. To
  // Ed25519 the digest's bytes are the message, as OpenPGP has it.
  bool verify_digest(SignatureDigest algorithm, std::string_view digest,
                     std::string_view raw) const;

  // Whether RAW is made by this key of MESSAGE: of its digest by ALGORITHM, but with Ed25519 of
  // the message itself, as SSH has it.
  bool verify(SignatureDigest algorithm, std::string_view message, std::string_view raw) const;

 private:
  struct Prepared;
  PublicKey key_;
  std::unique_ptr<Prepared> prepared_;
};

}  // namespace cairn
