// SPDX-License-Identifier: GPL-3.0-or-later
// Reading OpenPGP's keys.
#include "channels/signature/openpgp_key.hh"

#include "channels/signature/openpgp_packet.hh"
#include "core/hash/hasher.hh"

namespace cairn {

namespace {

constexpr std::uint8_t version = 4;
constexpr std::size_t most_bytes = 0xffff;  // as its form for signatures counts them
constexpr std::size_t id_size = 8;

PublicKey read_rsa(ByteReader& reader) {
  std::string_view modulus = read_openpgp_number(reader);
  std::string_view exponent = read_openpgp_number(reader);
  return RsaKey{std::string(modulus), std::string(exponent)};
}

// Object identifiers of curves, as their DER has them behind its length.
struct Curve {
  std::string_view identifier;
  EcdsaCurve curve;
};
constexpr Curve curves[] = {{"\x2a\x86\x48\xce\x3d\x03\x01\x07", EcdsaCurve::nistp256},
                            {{"\x2b\x81\x04\x00\x22", 5}, EcdsaCurve::nistp384},
                            {{"\x2b\x81\x04\x00\x23", 5}, EcdsaCurve::nistp521}};
constexpr std::string_view ed25519_identifier = "\x2b\x06\x01\x04\x01\xda\x47\x0f\x01";

std::string_view read_identifier(ByteReader& reader) {
  return reader.take(reader.byte());
}

PublicKey read_ecdsa(ByteReader& reader) {
  std::string_view identifier = read_identifier(reader);
  for (const Curve& curve : curves) {
    if (curve.identifier != identifier) continue;
    return EcdsaKey{curve.curve, std::string(read_openpgp_number(reader))};
  }
  throw Error("an ECDSA key on a curve that is none of P-256, P-384 and P-521");
}

PublicKey read_eddsa(ByteReader& reader) {
  if (read_identifier(reader) != ed25519_identifier) {
    throw Error("an EdDSA key on another curve than Ed25519");
  }
  std::string_view point = read_openpgp_number(reader);
  constexpr char native_form = 0x40;  // what follows is the point as RFC 8032 writes it
  if (point.front() != native_form) throw Error("an Ed25519 key in an unknown form");
  return Ed25519Key{std::string(point.substr(1))};
}

PublicKey refuse_dsa(ByteReader&) {
  throw Error("DSA keys are too weak");
}
PublicKey refuse_encryption(ByteReader&) {
  throw Error("a key that only encrypts");
}

// Algorithms by number: RFC 9580, section 9.1.
struct Algorithm {
  std::uint8_t number;
  PublicKey (*read)(ByteReader&);
};
constexpr Algorithm algorithms[] = {
    {1, read_rsa},    {2, refuse_encryption},  {3, read_rsa},    {16, refuse_encryption},
    {17, refuse_dsa}, {18, refuse_encryption}, {19, read_ecdsa}, {22, read_eddsa}};

PublicKey read_material(ByteReader& reader) {
  std::uint8_t number = reader.byte();
  for (const Algorithm& algorithm : algorithms) {
    if (algorithm.number != number) continue;
    PublicKey key = algorithm.read(reader);
    reader.expect_end();
    check_sizes(key);
    return key;
  }
  throw Error("a key of OpenPGP's algorithm {}, which is unknown here", number);
}

std::string signed_form(std::string_view body) {
  auto size = static_cast<unsigned>(body.size());
  std::string form = {'\x99', static_cast<char>(size >> 8), static_cast<char>(size & 255)};
  return form.append(body);
}

}  // namespace

bool is_openpgp_key_version_4(std::string_view body) {
  return !body.empty() && body.front() == static_cast<char>(version);
}

OpenPgpKey parse_openpgp_key(std::string_view body) {
  if (body.size() > most_bytes) throw Error("a key of more than {} bytes", most_bytes);
  ByteReader reader(body, "a key");
  if (reader.byte() != version) throw Error("a key of another version than 4");
  std::uint32_t created = reader.number(4);
  // SHA-1 is what version 4 has. Collisions do not help here: who makes two keys of one
  // fingerprint holds both; to match the key of another takes a second preimage.
  Hash hash = hash_of(HashAlgorithm::sha1, signed_form(body));
  return OpenPgpKey{std::string(body), created, Fingerprint::of_openpgp(hash.digest()),
                    std::string(hash.digest().substr(hash.digest().size() - id_size)),
                    refused_or([&reader] { return read_material(reader); })};
}

std::string signed_form(const OpenPgpKey& key) {
  return signed_form(std::string_view(key.body));
}

}  // namespace cairn
