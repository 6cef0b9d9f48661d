// SPDX-License-Identifier: GPL-3.0-or-later
// Judging signatures.
#include "channels/signature/verify_signature.hh"

#include "channels/signature/armor.hh"
#include "channels/signature/openpgp_packet.hh"
#include "channels/signature/openpgp_signature.hh"
#include "channels/signature/ssh_signature.hh"
#include "core/hash/encoding.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr std::size_t most_signature_bytes = 64 * 1024;

SignatureVerdict good(const Fingerprint& key, const std::set<Fingerprint>& primaries = {}) {
  SignatureVerdict verdict{true, {key}, "", false};
  verdict.by.insert(verdict.by.end(), primaries.begin(), primaries.end());
  return verdict;
}

SignatureVerdict not_good(std::string reason) {
  return SignatureVerdict{false, {}, std::move(reason), false};
}

SignatureVerdict forged(const Fingerprint& key) {
  return not_good(fmt::format("the key {} did not sign this", key.text()));
}

SignatureVerdict verify_ssh(std::string_view payload, std::string_view armored,
                            const Keyring& keyring) {
  SshSignature signature = parse_ssh_signature(read_ssh_signature_armor(armored));
  const Fingerprint& name = signature.key.fingerprint;
  std::string text = ssh_signed_text(signature, payload);
  auto is_good = [&](const Verifier& key) {
    return key.verify(signature.digest, text, signature.raw);
  };
  const Keyring::Item* known = keyring.find(name);
  const Verifier* verifier = known ? std::get_if<Verifier>(&known->second.verifier) : nullptr;
  bool signs = verifier ? is_good(*verifier) : is_good(Verifier(signature.key.key));
  return signs ? good(name) : forged(name);
}

OpenPgpSignature read_openpgp_signature(std::string_view armored) {
  std::string bytes = read_openpgp_signature_armor(armored);
  std::vector<OpenPgpPacket> packets = read_openpgp_packets(bytes);
  if (packets.size() != 1 || packets[0].tag != OpenPgpTag::signature) {
    throw Error("the armor holds {} packets, not one signature", packets.size());
  }
  OpenPgpSignature signature = parse_openpgp_signature(packets[0].body);
  if (signature.type != OpenPgpSignatureType::document &&
      signature.type != OpenPgpSignatureType::text) {
    throw Error("the signature is one of a key, not of a document");
  }
  return signature;
}

std::vector<const Keyring::Item*> issuers(const OpenPgpSignature& signature,
                                          const Keyring& keyring) {
  if (signature.issuer_fingerprint.empty()) return keyring.find_id(signature.issuer_id);
  const Keyring::Item* key = keyring.find(Fingerprint::of_openpgp(signature.issuer_fingerprint));
  return key ? std::vector{key} : std::vector<const Keyring::Item*>{};
}

SignatureVerdict missing_key(const OpenPgpSignature& signature) {
  if (signature.issuer_fingerprint.empty() && signature.issuer_id.empty()) {
    return not_good("the signature does not say by which key it is");
  }
  std::string name = signature.issuer_fingerprint.empty()
                         ? "with id " + to_base16(signature.issuer_id)
                         : Fingerprint::of_openpgp(signature.issuer_fingerprint).text();
  return {false, {}, fmt::format("the key {} is not in the keyring", name), true};
}

SignatureVerdict verify_with(const OpenPgpSignature& signature, const Keyring::Item& item,
                             std::string_view content) {
  const auto& [name, entry] = item;
  if (const auto* refusal = std::get_if<Refusal>(&entry.verifier)) {
    return not_good(fmt::format("the key {} is not accepted: {}", name.text(), refusal->reason));
  }
  if (signature.created < entry.created) {
    return not_good(fmt::format("the signature is older than its key {}", name.text()));
  }
  bool signs = is_made_by(signature, std::get<Verifier>(entry.verifier), content);
  return signs ? good(name, entry.primaries) : forged(name);
}

SignatureVerdict verify_openpgp(std::string_view payload, std::string_view armored,
                                const Keyring& keyring) {
  OpenPgpSignature signature = read_openpgp_signature(armored);
  SignatureVerdict verdict = missing_key(signature);
  std::string text;
  if (signature.type == OpenPgpSignatureType::text) {
    text = canonical_text(payload);
    payload = text;
  }
  for (const Keyring::Item* key : issuers(signature, keyring)) {
    verdict = verify_with(signature, *key, payload);
    if (verdict.good) break;
  }
  return verdict;
}

SignatureVerdict verify_either(std::string_view payload, std::string_view armored,
                               const Keyring& keyring) {
  if (armored.size() > most_signature_bytes) {
    throw Error("the signature has more than {} bytes", most_signature_bytes);
  }
  if (armored.starts_with(ssh_signature_begin)) return verify_ssh(payload, armored, keyring);
  if (armored.starts_with(openpgp_signature_begin))
    return verify_openpgp(payload, armored, keyring);
  throw Error("it begins neither with {} nor with {}", openpgp_signature_begin,
              ssh_signature_begin);
}

}  // namespace

SignatureVerdict verify_signature(std::string_view payload, std::string_view signature,
                                  const Keyring& keyring) {
  auto verdict = refused_or([&] { return verify_either(payload, signature, keyring); });
  if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
    return not_good(fmt::format("the signature cannot be read: {}", refusal->reason));
  }
  return std::get<SignatureVerdict>(std::move(verdict));
}

}  // namespace cairn
