// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and checking OpenPGP's signatures.
#include "channels/signature/openpgp_signature.hh"

#include "channels/signature/openpgp_packet.hh"
#include "channels/signature/openpgp_subpackets.hh"
#include "core/base/error.hh"

#include <algorithm>

namespace cairn {

namespace {

constexpr std::uint8_t version = 4;

constexpr std::uint8_t known_types[] = {0x00, 0x01, 0x18, 0x19};  // OpenPgpSignatureType

OpenPgpSignatureType signature_type(std::uint8_t number) {
  if (std::ranges::find(known_types, number) == std::end(known_types)) {
    throw Error("a signature of type {:#04x}, which is none of a document", number);
  }
  return static_cast<OpenPgpSignatureType>(number);
}

// Digests by number: RFC 4880, section 9.4.
struct Digest {
  std::uint8_t number;
  SignatureDigest digest;
};
constexpr Digest digests[] = {{8, SignatureDigest::sha256},
                              {9, SignatureDigest::sha384},
                              {10, SignatureDigest::sha512},
                              {11, SignatureDigest::sha224}};
struct WeakDigest {
  std::uint8_t number;
  std::string_view name;
};
constexpr WeakDigest weak_digests[] = {{1, "MD5"}, {2, "SHA-1"}, {3, "RIPEMD-160"}};

SignatureDigest signature_digest(std::uint8_t number) {
  for (const Digest& digest : digests) {
    if (digest.number == number) return digest.digest;
  }
  for (const WeakDigest& digest : weak_digests) {
    if (digest.number == number)
      throw Error("the signature uses {}, which is too weak", digest.name);
  }
  throw Error("the signature uses a digest that is unknown here ({})", number);
}

constexpr std::uint8_t rsa_algorithms[] = {1, 3};  // the second: only for signatures
constexpr std::uint8_t ecdsa_algorithm = 19;
constexpr std::uint8_t eddsa_algorithm = 22;

bool is_rsa(std::uint8_t algorithm) {
  return std::ranges::find(rsa_algorithms, algorithm) != std::end(rsa_algorithms);
}

std::size_t count_of_numbers(std::uint8_t algorithm) {
  if (is_rsa(algorithm)) return 1;
  if (algorithm == ecdsa_algorithm || algorithm == eddsa_algorithm) return 2;
  throw Error("a signature by OpenPGP's algorithm {}: only RSA, ECDSA and Ed25519 are accepted",
              algorithm);
}

void check_subpackets(const OpenPgpSignature& signature) {
  if (signature.created == 0) throw Error("the signature has no date");
  const std::string& fingerprint = signature.issuer_fingerprint;
  if (!fingerprint.empty() && !fingerprint.ends_with(signature.issuer_id)) {
    throw Error("the signature names two keys");
  }
}

// The raw signature for each kind of key; ALGORITHM must be its own.
struct RawSignature {
  const OpenPgpSignature& signature;

  void expect(bool fits) const {
    if (!fits) throw Error("the signature's algorithm is not that of its key");
  }
  std::string pair(std::size_t size) const {
    return padded_left(signature.numbers[0], size) + padded_left(signature.numbers[1], size);
  }

  std::string operator()(const Ed25519Key&) const {
    expect(signature.algorithm == eddsa_algorithm);
    return pair(32);
  }
  std::string operator()(const EcdsaKey& key) const {
    expect(signature.algorithm == ecdsa_algorithm);
    // RFC 6637, section 9: no digest shorter than the curve; the last needs no 521 bits.
    std::size_t least_digest = std::min(field_size(key.curve), std::size_t{64});
    if (digest_size(signature.digest) < least_digest) {
      throw Error("the signature's digest is shorter than its key's curve");
    }
    return pair(field_size(key.curve));
  }
  std::string operator()(const RsaKey& key) const {
    expect(is_rsa(signature.algorithm));
    return padded_left(signature.numbers[0], key.modulus.size());
  }
};

// What follows the content when a signature is made: the packet's hashed part, and its size.
std::string trailer(const OpenPgpSignature& signature) {
  auto size = static_cast<std::uint32_t>(signature.hashed.size());
  std::string bytes = signature.hashed + "\x04\xff";
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 255);
  return bytes;
}

}  // namespace

OpenPgpSignature parse_openpgp_signature(std::string_view body) {
  OpenPgpSignature signature;
  ByteReader reader(body, "the signature");
  std::uint8_t its_version = reader.byte();
  if (its_version != version) throw Error("the signature has version {}, not 4", its_version);
  signature.type = signature_type(reader.byte());
  signature.algorithm = reader.byte();
  std::size_t numbers = count_of_numbers(signature.algorithm);
  signature.digest = signature_digest(reader.byte());
  std::string_view hashed = reader.take(reader.number(2));
  signature.hashed = body.substr(0, body.size() - reader.rest().size());
  std::string_view unhashed = reader.take(reader.number(2));
  signature.digest_start = reader.take(2);
  for (std::size_t i = 0; i < numbers; ++i) {
    signature.numbers.emplace_back(read_openpgp_number(reader));
  }
  reader.expect_end();
  read_openpgp_subpackets(hashed, SubpacketArea::hashed, signature);
  read_openpgp_subpackets(unhashed, SubpacketArea::unhashed, signature);
  check_subpackets(signature);
  return signature;
}

bool is_made_by(const OpenPgpSignature& signature, const Verifier& key, std::string_view content) {
  std::string raw = std::visit(RawSignature{signature}, key.key());
  std::string digest = digest_of(signature.digest, {content, trailer(signature)});
  return digest.starts_with(signature.digest_start) &&
         key.verify_digest(signature.digest, digest, raw);
}

std::string canonical_text(std::string_view text) {
  std::string canonical;
  canonical.reserve(text.size() + text.size() / 16);
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    bool has_end = end != std::string_view::npos;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(has_end ? end + 1 : text.size());
    canonical += line.substr(0, line.find_last_not_of('\r') + 1);
    if (has_end) canonical += "\r\n";
  }
  return canonical;
}

}  // namespace cairn
