// SPDX-License-Identifier: GPL-3.0-or-later
// Public keys of signatures, as values: the numbers alone, without the format they came in.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace cairn {

struct Ed25519Key {
  std::string point;  // 32 bytes, RFC 8032
  auto operator<=>(const Ed25519Key&) const = default;
};

enum class EcdsaCurve : std::uint8_t { nistp256, nistp384, nistp521 };
// How many bytes a coordinate of CURVE has.
std::size_t field_size(EcdsaCurve curve);

struct EcdsaKey {
  EcdsaCurve curve = EcdsaCurve::nistp256;
  std::string point;  // uncompressed: 4, x, y (SEC 1, section 2.3.3)
  auto operator<=>(const EcdsaKey&) const = default;
};

struct RsaKey {
  std::string modulus;   // big-endian, its first byte not 0
  std::string exponent;  // the same
  auto operator<=>(const RsaKey&) const = default;
};

inline constexpr std::size_t least_rsa_bits = 2048;
inline constexpr std::size_t most_rsa_bits = 16384;

using PublicKey = std::variant<Ed25519Key, EcdsaKey, RsaKey>;

// Throws if KEY has a size that is none of its kind's, or is too weak: what can be said without
// arithmetic. (That a point is on its curve, Verifier asks.)
void check_sizes(const PublicKey& key);

// How many bytes a raw signature by KEY has. Ed25519: as RFC 8032 has it; ECDSA: r and s,
// big-endian, each of the curve's field_size; RSA: a number as long as the modulus.
std::size_t raw_signature_size(const PublicKey& key);

// BYTES with zeros in front up to SIZE; throws if they are more. Formats write numbers without
// leading zeros, raw signatures have a fixed size.
std::string padded_left(std::string_view bytes, std::size_t size);

}  // namespace cairn
