// SPDX-License-Identifier: GPL-3.0-or-later
// Collecting keys.
#include "channels/signature/keyring.hh"

#include "channels/signature/armor.hh"
#include "channels/signature/openpgp_certificate.hh"
#include "channels/signature/ssh_key.hh"

namespace cairn {

namespace {

constexpr std::size_t most_file_bytes = 8 * 1024 * 1024;

std::variant<Verifier, Refusal> verifier_of(const OpenPgpKey& key) {
  if (const auto* refusal = std::get_if<Refusal>(&key.material)) return *refusal;
  return refused_or([&key] { return Verifier(std::get<PublicKey>(key.material)); });
}

// Armor is text; each packet begins with a byte that is none.
bool is_armored(std::string_view bytes) {
  return !bytes.empty() && (bytes.front() & 0x80) == 0;
}

}  // namespace

void Keyring::add_ssh(std::string_view public_key_line) {
  with_context("cannot read an SSH key", [&] {
    SshKey key = parse_ssh_key_line(public_key_line);
    if (!entries_.contains(key.fingerprint)) {
      entries_.emplace(key.fingerprint, KeyringEntry{Verifier(std::move(key.key)), 0, {}});
    }
  });
}

void Keyring::add_openpgp(std::string_view bytes) {
  with_context("cannot read a file of OpenPGP keys", [&] {
    if (bytes.size() > most_file_bytes) throw Error("it has more than {} bytes", most_file_bytes);
    if (!is_armored(bytes)) return add_packets(bytes);
    for (const std::string& block : read_openpgp_key_armor(bytes)) add_packets(block);
  });
}

void Keyring::add_packets(std::string_view bytes) {
  for (const OpenPgpCertificate& certificate : read_openpgp_certificates(bytes)) {
    const KeyringEntry& primary = add(certificate.primary);
    const auto* primary_verifier = std::get_if<Verifier>(&primary.verifier);
    for (const OpenPgpSubkey& subkey : certificate.subkeys) {
      KeyringEntry& entry = add(subkey.key);
      const auto* verifier = std::get_if<Verifier>(&entry.verifier);
      bool may_be_bound = primary_verifier && verifier &&
                          !entry.primaries.contains(certificate.primary.fingerprint);
      if (may_be_bound && is_bound(subkey, *verifier, certificate.primary, *primary_verifier)) {
        entry.primaries.insert(certificate.primary.fingerprint);
      }
    }
  }
}

KeyringEntry& Keyring::add(const OpenPgpKey& key) {
  auto found = entries_.find(key.fingerprint);
  if (found == entries_.end()) {
    found =
        entries_.emplace(key.fingerprint, KeyringEntry{verifier_of(key), key.created, {}}).first;
    ids_.emplace(key.id, key.fingerprint);
  }
  return found->second;
}

const Keyring::Item* Keyring::find(const Fingerprint& fingerprint) const {
  auto found = entries_.find(fingerprint);
  return found == entries_.end() ? nullptr : &*found;
}

std::vector<const Keyring::Item*> Keyring::find_id(std::string_view id) const {
  std::vector<const Item*> found;
  auto [from, to] = ids_.equal_range(id);
  for (; from != to; ++from) found.push_back(find(from->second));
  return found;
}

}  // namespace cairn
