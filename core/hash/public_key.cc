// SPDX-License-Identifier: GPL-3.0-or-later
// The sizes of keys.
#include "core/hash/public_key.hh"

#include "core/base/error.hh"

#include <bit>

namespace cairn {

namespace {

constexpr std::size_t ed25519_point_size = 32;
// Larger exponents are nobody's, and make each verification as dear as the sender likes.
constexpr std::size_t most_exponent_bytes = 8;

std::size_t bits_of(std::string_view number) {
  if (number.empty() || number.front() == '\0') throw Error("an RSA number begins with a zero");
  return number.size() * 8 - std::countl_zero(static_cast<unsigned char>(number.front()));
}

bool is_odd(std::string_view number) {
  return number.back() & 1;
}

void check(const Ed25519Key& key) {
  if (key.point.size() != ed25519_point_size) {
    throw Error("an Ed25519 key has {} bytes, not {}", ed25519_point_size, key.point.size());
  }
}

void check(const EcdsaKey& key) {
  std::size_t size = 1 + 2 * field_size(key.curve);
  if (key.point.size() != size || key.point.front() != '\x04') {
    throw Error("an ECDSA key that is not an uncompressed point of {} bytes", size);
  }
}

void check(const RsaKey& key) {
  std::size_t bits = bits_of(key.modulus);
  if (bits < least_rsa_bits || bits > most_rsa_bits) {
    throw Error("an RSA key has {} to {} bits, not {}", least_rsa_bits, most_rsa_bits, bits);
  }
  bool is_small = key.exponent.size() <= most_exponent_bytes;
  if (!is_small || bits_of(key.exponent) < 2 || !is_odd(key.exponent) || !is_odd(key.modulus)) {
    throw Error("an RSA key with an even number, or an exponent that is not between 3 and 2^64");
  }
}

std::size_t signature_size(const Ed25519Key&) {
  return 64;
}
std::size_t signature_size(const EcdsaKey& key) {
  return 2 * field_size(key.curve);
}
std::size_t signature_size(const RsaKey& key) {
  return key.modulus.size();
}

}  // namespace

std::size_t field_size(EcdsaCurve curve) {
  constexpr std::size_t sizes[] = {32, 48, 66};  // by EcdsaCurve
  return sizes[static_cast<std::size_t>(curve)];
}

void check_sizes(const PublicKey& key) {
  std::visit([](const auto& some) { check(some); }, key);
}

std::size_t raw_signature_size(const PublicKey& key) {
  return std::visit([](const auto& some) { return signature_size(some); }, key);
}

std::string padded_left(std::string_view bytes, std::size_t size) {
  if (bytes.size() > size) throw Error("a number has {} bytes, not {}", size, bytes.size());
  return std::string(size - bytes.size(), '\0').append(bytes);
}

}  // namespace cairn
