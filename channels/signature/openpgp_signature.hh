// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures of OpenPGP, version 4. Source: RFC 4880, section 5.2.
#pragma once

#include "core/hash/public_key.hh"
#include "core/hash/signature_digest.hh"
#include "core/hash/verifier.hh"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// What was signed (RFC 4880, section 5.2.1): the kinds that we read.
enum class OpenPgpSignatureType : std::uint8_t {
  document = 0x00,
  text = 0x01,                 // the same for all ends of lines
  subkey_binding = 0x18,       // by the primary key: this subkey is mine
  primary_key_binding = 0x19,  // by the subkey: that primary key is mine
};

struct OpenPgpSignature {
  OpenPgpSignatureType type{};
  std::uint8_t algorithm = 0;  // of the key
  SignatureDigest digest{};
  std::string hashed;                // the packet's part that is signed too
  std::string digest_start;          // two bytes of the digest
  std::vector<std::string> numbers;  // big-endian: one for RSA, two for others

  // What its subpackets say.
  std::uint32_t created = 0;       // in seconds since 1970
  std::string issuer_fingerprint;  // 20 bytes, or empty
  std::string issuer_id;           // 8 bytes, or empty; if both are there, they belong together
  std::optional<std::uint8_t> key_flags;
  std::vector<std::string> embedded;  // bodies of signatures inside
};

inline constexpr std::uint8_t may_sign_data = 0x02;  // of key_flags

// From the body of its packet. Throws for what is no signature of a kind and with a digest that we
// accept, and for one that demands ("critical") what we do not know.
OpenPgpSignature parse_openpgp_signature(std::string_view body);

// Whether KEY made SIGNATURE of CONTENT. Throws if key and signature do not fit together.
bool is_made_by(const OpenPgpSignature& signature, const Verifier& key, std::string_view content);

// TEXT as a signature of type text takes it in: each line ends with carriage return and newline.
std::string canonical_text(std::string_view text);

}  // namespace cairn
