// SPDX-License-Identifier: GPL-3.0-or-later
// Reading files of OpenPGP's keys, and what binds subkeys.
#include "channels/signature/openpgp_certificate.hh"

#include "channels/signature/openpgp_packet.hh"
#include "channels/signature/openpgp_signature.hh"

#include <algorithm>

namespace cairn {

namespace {

// More than any key has; each costs two verifications.
constexpr std::size_t most_subkeys = 64;
constexpr std::size_t most_bindings = 16;

// Puts packets together. A key of another version takes what follows it along into oblivion.
class Assembly {
 public:
  void add(const OpenPgpPacket& packet) {
    switch (packet.tag) {
      case OpenPgpTag::public_key: return add_primary(packet.body);
      case OpenPgpTag::public_subkey: return add_subkey(packet.body);
      case OpenPgpTag::signature: return add_signature(packet.body);
      case OpenPgpTag::user_id:
      case OpenPgpTag::user_attribute: subkey_follows_ = false; return;
      case OpenPgpTag::marker:
      case OpenPgpTag::trust:
      case OpenPgpTag::padding: return;
      case OpenPgpTag::secret_key:
      case OpenPgpTag::secret_subkey: throw Error("a secret key stands among public keys");
    }
    throw Error("a packet of kind {} among public keys", static_cast<int>(packet.tag));
  }

  std::vector<OpenPgpCertificate> take() {
    if (!any_) throw Error("there is no public key");
    return std::move(certificates_);
  }

 private:
  void add_primary(std::string_view body) {
    any_ = true;
    subkey_follows_ = false;
    primary_is_read_ = is_openpgp_key_version_4(body);
    if (primary_is_read_) certificates_.push_back({parse_openpgp_key(body), {}});
  }

  void add_subkey(std::string_view body) {
    if (!any_) throw Error("a subkey stands before all primary keys");
    subkey_follows_ = primary_is_read_ && is_openpgp_key_version_4(body);
    if (!subkey_follows_) return;
    std::vector<OpenPgpSubkey>& subkeys = certificates_.back().subkeys;
    if (subkeys.size() == most_subkeys) throw Error("a key has more than {} subkeys", most_subkeys);
    subkeys.push_back({parse_openpgp_key(body), {}});
  }

  void add_signature(std::string_view body) {
    if (!any_) throw Error("a signature stands before all keys");
    if (!subkey_follows_) return;  // of a name, or of the primary key
    std::vector<std::string>& bindings = certificates_.back().subkeys.back().bindings;
    if (bindings.size() == most_bindings) {
      throw Error("a subkey has more than {} signatures", most_bindings);
    }
    bindings.emplace_back(body);
  }

  std::vector<OpenPgpCertificate> certificates_;
  bool any_ = false;              // primary key was there, read or skipped
  bool primary_is_read_ = false;  // the last one
  bool subkey_follows_ = false;   // the last key is a subkey that was read
};

bool is_good(const OpenPgpSignature& signature, OpenPgpSignatureType type, const Verifier& key,
             std::string_view content) {
  return signature.type == type && is_made_by(signature, key, content);
}

bool binds(std::string_view body, const Verifier& primary, const Verifier& subkey,
           std::string_view content) {
  OpenPgpSignature binding = parse_openpgp_signature(body);
  bool may_sign = (binding.key_flags.value_or(may_sign_data) & may_sign_data) != 0;
  if (!may_sign || !is_good(binding, OpenPgpSignatureType::subkey_binding, primary, content)) {
    return false;
  }
  return std::ranges::any_of(binding.embedded, [&](const std::string& inner) {
    return is_good(parse_openpgp_signature(inner), OpenPgpSignatureType::primary_key_binding,
                   subkey, content);
  });
}

}  // namespace

std::vector<OpenPgpCertificate> read_openpgp_certificates(std::string_view bytes) {
  Assembly assembly;
  for (const OpenPgpPacket& packet : read_openpgp_packets(bytes)) assembly.add(packet);
  return assembly.take();
}

bool is_bound(const OpenPgpSubkey& subkey, const Verifier& subkey_verifier,
              const OpenPgpKey& primary, const Verifier& primary_verifier) {
  std::string content = signed_form(primary) + signed_form(subkey.key);
  return std::ranges::any_of(subkey.bindings, [&](const std::string& body) {
    // One that cannot be read binds nothing, and takes nothing from the others.
    auto bound =
        refused_or([&] { return binds(body, primary_verifier, subkey_verifier, content); });
    const bool* is_good = std::get_if<bool>(&bound);
    return is_good && *is_good;
  });
}

}  // namespace cairn
