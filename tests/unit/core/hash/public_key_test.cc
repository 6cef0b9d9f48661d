// SPDX-License-Identifier: GPL-3.0-or-later
// Which keys are keys.
#include "core/hash/public_key.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string number_of_bits(std::size_t bits) {
  std::string number((bits + 7) / 8, '\xff');
  number.front() = static_cast<char>(0xff >> (number.size() * 8 - bits));
  return number;
}

RsaKey rsa(std::size_t bits, std::string exponent = "\x03") {
  return RsaKey{number_of_bits(bits), std::move(exponent)};
}

}  // namespace

TEST_CASE("an RSA key has 2048 to 16384 bits", "[core/hash]") {
  CHECK_NOTHROW(check_sizes(rsa(2048)));
  CHECK_NOTHROW(check_sizes(rsa(2049)));
  CHECK_NOTHROW(check_sizes(rsa(16384)));
  CHECK_THROWS_WITH(check_sizes(rsa(2047)), "an RSA key has 2048 to 16384 bits, not 2047");
  CHECK_THROWS_WITH(check_sizes(rsa(16385)), "an RSA key has 2048 to 16384 bits, not 16385");
}

TEST_CASE("an RSA key's numbers are odd, without a zero in front, its exponent small",
          "[core/hash]") {
  std::string refused =
      "an RSA key with an even number, or an exponent that is not between 3 and 2^64";
  CHECK_NOTHROW(check_sizes(rsa(2048, "\x01\x02\x03\x04\x05\x06\x07\x09")));
  CHECK_THROWS_WITH(check_sizes(rsa(2048, "\x01\x02\x03\x04\x05\x06\x07\x08\x09")), refused);
  CHECK_THROWS_WITH(check_sizes(rsa(2048, "\x01")), refused);
  CHECK_THROWS_WITH(check_sizes(rsa(2048, "\x04")), refused);
  CHECK_THROWS_WITH(check_sizes(rsa(2048, std::string("\0\x03", 2))),
                    "an RSA number begins with a zero");
  CHECK_THROWS_WITH(check_sizes(rsa(2048, "")), "an RSA number begins with a zero");
  RsaKey even = rsa(2048);
  even.modulus.back() = '\xfe';
  CHECK_THROWS_WITH(check_sizes(even), refused);
  CHECK_THROWS_WITH(check_sizes(RsaKey{"", "\x03"}), "an RSA number begins with a zero");
}

TEST_CASE("points have the size and form of their curve", "[core/hash]") {
  CHECK_NOTHROW(check_sizes(Ed25519Key{std::string(32, 'x')}));
  CHECK_THROWS_WITH(check_sizes(Ed25519Key{std::string(33, 'x')}),
                    "an Ed25519 key has 32 bytes, not 33");
  CHECK_NOTHROW(check_sizes(EcdsaKey{EcdsaCurve::nistp521, "\x04" + std::string(132, 'x')}));
  std::string refused = "an ECDSA key that is not an uncompressed point of 65 bytes";
  EcdsaCurve curve = EcdsaCurve::nistp256;
  CHECK_THROWS_WITH(check_sizes(EcdsaKey{curve, "\x02" + std::string(32, 'x')}), refused);
  CHECK_THROWS_WITH(check_sizes(EcdsaKey{curve, "\x02" + std::string(64, 'x')}), refused);
  CHECK_THROWS_WITH(check_sizes(EcdsaKey{curve, ""}), refused);
}

TEST_CASE("a number is padded to a size, and never cut", "[core/hash]") {
  CHECK(padded_left("ab", 4) == std::string("\0\0ab", 4));
  CHECK(padded_left("ab", 2) == "ab");
  CHECK_THROWS_WITH(padded_left("abc", 2), "a number has 2 bytes, not 3");
}

}  // namespace cairn
