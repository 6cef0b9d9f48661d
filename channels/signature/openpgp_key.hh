// SPDX-License-Identifier: GPL-3.0-or-later
// Public keys and subkeys of OpenPGP, version 4. Sources: RFC 4880, section 5.5.2; RFC 6637
// (ECDSA); RFC 9580, section 5.5.5.5 (Ed25519 as "EdDSALegacy").
#pragma once

#include "channels/signature/fingerprint.hh"
#include "channels/signature/refusal.hh"
#include "core/hash/public_key.hh"

#include <string>
#include <string_view>
#include <variant>

namespace cairn {

struct OpenPgpKey {
  std::string body;           // of its packet
  std::uint32_t created = 0;  // in seconds since 1970
  Fingerprint fingerprint;
  std::string id;                             // the last 8 bytes of the fingerprint
  std::variant<PublicKey, Refusal> material;  // or why we cannot verify with it
};

// Whether BODY, of a key's packet, has the one version that we read.
bool is_openpgp_key_version_4(std::string_view body);

// Throws if there is no fingerprint to be had. That its algorithm is none of ours, or its numbers
// are no key, is in the result.
OpenPgpKey parse_openpgp_key(std::string_view body);

// KEY as a signature of it takes it in.
std::string signed_form(const OpenPgpKey& key);

}  // namespace cairn
