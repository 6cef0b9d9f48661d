// SPDX-License-Identifier: GPL-3.0-or-later
// Reading SSH's signatures.
#include "channels/signature/ssh_signature.hh"

#include "core/base/error.hh"

namespace cairn {

namespace {

constexpr std::string_view magic = "SSHSIG";
constexpr std::uint32_t version = 1;
// A signature for another use (a file, a mail) must not pass for one of a commit.
constexpr std::string_view name_space = "git";

struct PayloadDigest {
  std::string_view name;
  SignatureDigest digest;
};
constexpr PayloadDigest payload_digests[] = {{"sha256", SignatureDigest::sha256},
                                             {"sha512", SignatureDigest::sha512}};

const PayloadDigest& payload_digest(std::string_view name) {
  for (const PayloadDigest& digest : payload_digests) {
    if (digest.name == name) return digest;
  }
  throw Error("the signed digest is {:?}, not sha256 or sha512", name);
}

// What a signature may be called, by which kind of key, and the digest that belongs to it.
struct SignatureKind {
  std::string_view name;
  std::string_view key;
  SignatureDigest digest;
};
constexpr SignatureKind signature_kinds[] = {
    {"ssh-ed25519", "ssh-ed25519", SignatureDigest::sha512},
    {"ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", SignatureDigest::sha256},
    {"ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384", SignatureDigest::sha384},
    {"ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521", SignatureDigest::sha512},
    {"rsa-sha2-256", "ssh-rsa", SignatureDigest::sha256},
    {"rsa-sha2-512", "ssh-rsa", SignatureDigest::sha512}};

const SignatureKind& signature_kind(std::string_view name, std::string_view key) {
  for (const SignatureKind& kind : signature_kinds) {
    if (kind.name == name && kind.key == key) return kind;
  }
  if (name == "ssh-rsa") throw Error("a signature of kind ssh-rsa uses SHA-1, which is broken");
  throw Error("a signature of kind {:?} by a key of kind {:?}", name, key);
}

std::string raw_ecdsa(std::string_view bytes, std::size_t size) {
  ByteReader reader(bytes, "the ECDSA signature");
  std::string r = padded_left(read_ssh_number(reader), size);
  std::string s = padded_left(read_ssh_number(reader), size);
  reader.expect_end();
  return r + s;
}

struct KindAndRaw {
  const SignatureKind& kind;
  std::string raw;
};

KindAndRaw read_signature(std::string_view bytes, const SshKey& key) {
  ByteReader reader(bytes, "the signature");
  const SignatureKind& kind = signature_kind(read_ssh_string(reader), key.kind);
  std::string_view raw = read_ssh_string(reader);
  reader.expect_end();
  if (const auto* ecdsa = std::get_if<EcdsaKey>(&key.key)) {
    return {kind, raw_ecdsa(raw, field_size(ecdsa->curve))};
  }
  std::size_t size = raw_signature_size(key.key);
  if (raw.size() != size) throw Error("the signature has {} bytes, not {}", raw.size(), size);
  return {kind, std::string(raw)};
}

std::string ssh_string(std::string_view text) {
  auto size = static_cast<std::uint32_t>(text.size());
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 255);
  return bytes.append(text);
}

}  // namespace

SshSignature parse_ssh_signature(std::string_view bytes) {
  ByteReader reader(bytes, "the signature");
  if (reader.take(magic.size()) != magic)
    throw Error("the signature does not begin with {}", magic);
  std::uint32_t its_version = reader.number(4);
  if (its_version != version) throw Error("the signature has version {}, not 1", its_version);
  SshKey key = parse_ssh_key(read_ssh_string(reader));
  std::string_view space = read_ssh_string(reader);
  if (space != name_space)
    throw Error("the signature is for {:?}, not for {:?}", space, name_space);
  if (!read_ssh_string(reader).empty()) throw Error("the signature's reserved field is not empty");
  const PayloadDigest& digest = payload_digest(read_ssh_string(reader));
  KindAndRaw signature = read_signature(read_ssh_string(reader), key);
  reader.expect_end();
  return SshSignature{std::move(key), digest.digest, std::string(digest.name),
                      signature.kind.digest, std::move(signature.raw)};
}

std::string ssh_signed_text(const SshSignature& signature, std::string_view payload) {
  std::string reserved;
  return std::string(magic) + ssh_string(name_space) + ssh_string(reserved) +
         ssh_string(signature.payload_digest_name) +
         ssh_string(digest_of(signature.payload_digest, {payload}));
}

}  // namespace cairn
