// SPDX-License-Identifier: GPL-3.0-or-later
// Keyring: the public keys that a channel brings along to look signers up in. That a key is in it
// gives it no right: the channel's authorizations do, by fingerprint.
#pragma once

#include "channels/signature/fingerprint.hh"
#include "channels/signature/openpgp_key.hh"
#include "channels/signature/refusal.hh"
#include "core/hash/verifier.hh"

#include <map>
#include <set>
#include <string_view>
#include <variant>
#include <vector>

namespace cairn {

struct KeyringEntry {
  std::variant<Verifier, Refusal> verifier;  // or why nothing can be verified with the key
  std::uint32_t created = 0;                 // in seconds since 1970; 0 for SSH, which does not say
  std::set<Fingerprint> primaries;           // the primary keys it is bound to as a subkey
};

class Keyring {
 public:
  using Item = std::pair<const Fingerprint, KeyringEntry>;

  // Adds the key on a line "ssh-ed25519 AAAA... COMMENT". Throws for a key that we do not verify.
  void add_ssh(std::string_view public_key_line);

  // Adds all keys and subkeys of a file, armored or not. Throws for what is no file of public keys.
  // A key that is too weak, or of a kind unknown here, is added with the reason.
  void add_openpgp(std::string_view bytes);

  // The key with that name; null if there is none.
  const Item* find(const Fingerprint& fingerprint) const;
  // The OpenPGP keys whose fingerprints end with ID, of 8 bytes: one, as long as nobody cheats.
  std::vector<const Item*> find_id(std::string_view id) const;

 private:
  KeyringEntry& add(const OpenPgpKey& key);
  void add_packets(std::string_view bytes);

  std::map<Fingerprint, KeyringEntry> entries_;
  std::multimap<std::string, Fingerprint, std::less<>> ids_;
};

}  // namespace cairn
