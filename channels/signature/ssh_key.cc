// SPDX-License-Identifier: GPL-3.0-or-later
// Reading SSH's public keys.
#include "channels/signature/ssh_key.hh"

#include "core/base/error.hh"
#include "core/hash/encoding.hh"
#include "core/hash/signature_digest.hh"

namespace cairn {

namespace {

// Far more than 16384 bits of RSA take.
constexpr std::size_t most_bytes = 8 * 1024;
constexpr std::size_t most_line_bytes = 4 * most_bytes;

PublicKey read_ed25519(ByteReader& reader, std::string_view) {
  return Ed25519Key{std::string(read_ssh_string(reader))};
}

PublicKey read_rsa(ByteReader& reader, std::string_view) {
  std::string_view exponent = read_ssh_number(reader);
  std::string_view modulus = read_ssh_number(reader);
  return RsaKey{std::string(modulus), std::string(exponent)};
}

struct Curve {
  std::string_view name;
  EcdsaCurve curve;
};
constexpr Curve curves[] = {{"nistp256", EcdsaCurve::nistp256},
                            {"nistp384", EcdsaCurve::nistp384},
                            {"nistp521", EcdsaCurve::nistp521}};

PublicKey read_ecdsa(ByteReader& reader, std::string_view kind) {
  std::string_view name = read_ssh_string(reader);
  for (const Curve& curve : curves) {
    if (name != curve.name || !kind.ends_with(name)) continue;
    return EcdsaKey{curve.curve, std::string(read_ssh_string(reader))};
  }
  throw Error("a key of kind {} has the curve {:?}", kind, name);
}

struct KeyKind {
  std::string_view name;
  PublicKey (*read)(ByteReader&, std::string_view kind);
};
constexpr KeyKind key_kinds[] = {{"ssh-ed25519", read_ed25519},
                                 {"ecdsa-sha2-nistp256", read_ecdsa},
                                 {"ecdsa-sha2-nistp384", read_ecdsa},
                                 {"ecdsa-sha2-nistp521", read_ecdsa},
                                 {"ssh-rsa", read_rsa}};

// Kinds of which we can say more than that we do not know them.
struct RefusedKind {
  std::string_view part;  // of the kind's name
  std::string_view reason;
};
constexpr RefusedKind refused_kinds[] = {
    {"-cert-v0", "certificates are not supported: name the key itself"},
    {"sk-", "keys in a security token (sk-*) are not supported: use a key of kind ssh-ed25519"},
    {"ssh-dss", "DSA is too weak: use a key of kind ssh-ed25519"}};

Error unknown_kind(std::string_view kind) {
  for (const RefusedKind& refused : refused_kinds) {
    if (kind.find(refused.part) != std::string_view::npos) {
      return Error("a key of kind {:?}: {}", kind, refused.reason);
    }
  }
  return Error("a key of unknown kind {:?}", kind.substr(0, 64));
}

const KeyKind& key_kind(std::string_view name) {
  for (const KeyKind& kind : key_kinds) {
    if (kind.name == name) return kind;
  }
  throw unknown_kind(name);
}

}  // namespace

std::string_view read_ssh_string(ByteReader& reader) {
  return reader.take(reader.number(4));
}

std::string_view read_ssh_number(ByteReader& reader) {
  std::string_view bytes = read_ssh_string(reader);
  auto is_high = [](char byte) { return (byte & 0x80) != 0; };
  if (bytes.empty() || is_high(bytes.front())) throw Error("a number that is not positive");
  if (bytes.front() != '\0') return bytes;
  bytes.remove_prefix(1);
  if (bytes.empty() || !is_high(bytes.front())) throw Error("a number with a zero in front");
  return bytes;
}

SshKey parse_ssh_key(std::string_view bytes) {
  if (bytes.size() > most_bytes) throw Error("a key of more than {} bytes", most_bytes);
  ByteReader reader(bytes, "the key");
  const KeyKind& kind = key_kind(read_ssh_string(reader));
  PublicKey key = kind.read(reader, kind.name);
  reader.expect_end();
  check_sizes(key);
  Fingerprint fingerprint = Fingerprint::of_ssh(digest_of(SignatureDigest::sha256, {bytes}));
  return SshKey{std::string(kind.name), std::move(key), std::move(fingerprint)};
}

SshKey parse_ssh_key_line(std::string_view line) {
  if (line.size() > most_line_bytes) throw Error("a line of more than {} bytes", most_line_bytes);
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.find('\n') != std::string_view::npos) throw Error("a key is one line, not several");
  std::size_t end = std::min(line.find(' '), line.size());
  std::string_view kind = key_kind(line.substr(0, end)).name;
  line.remove_prefix(std::min(end + 1, line.size()));
  SshKey key = parse_ssh_key(from_base64(line.substr(0, line.find(' '))));
  if (key.kind != kind) throw Error("a key of kind {:?} is called {:?}", key.kind, kind);
  return key;
}

}  // namespace cairn
