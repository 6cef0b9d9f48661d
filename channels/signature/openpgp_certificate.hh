// SPDX-License-Identifier: GPL-3.0-or-later
// Files of OpenPGP's public keys: a primary key, what it is called, its subkeys, then the next.
// Source: RFC 4880, section 11.1.
#pragma once

#include "channels/signature/openpgp_key.hh"
#include "core/hash/verifier.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct OpenPgpSubkey {
  OpenPgpKey key;
  std::vector<std::string> bindings;  // bodies of the signatures behind it, not yet looked at
};

struct OpenPgpCertificate {
  OpenPgpKey primary;
  std::vector<OpenPgpSubkey> subkeys;
};

// The keys in BYTES, which are packets. Names, and what others say of a key, are skipped; so are
// keys of another version than 4. Throws for what is no file of public keys.
std::vector<OpenPgpCertificate> read_openpgp_certificates(std::string_view bytes);

// Whether PRIMARY calls SUBKEY its own and fit to sign data, and SUBKEY agrees: a signature by each
// of both. Without the second, one could adopt the key of another and claim what it signs.
bool is_bound(const OpenPgpSubkey& subkey, const Verifier& subkey_verifier,
              const OpenPgpKey& primary, const Verifier& primary_verifier);

}  // namespace cairn
