// SPDX-License-Identifier: GPL-3.0-or-later
// Ed25519: vectors of RFC 8032, and what must not pass though its equation may hold.
#include "core/hash/ed25519.hh"

#include "core/hash/encoding.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

// RFC 8032, section 7.1, test 2: a message of one byte.
const Ed25519Key signer{
    from_base16("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")};
const std::string made = from_base16(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

}  // namespace

TEST_CASE("an Ed25519 signature is its key's and its message's", "[core/hash]") {
  CHECK(verify_ed25519(signer, "r", made));
  CHECK_FALSE(verify_ed25519(signer, "s", made));
  CHECK_FALSE(verify_ed25519(signer, "", made));
  CHECK_FALSE(verify_ed25519({std::string(32, 'x')}, "r", made));
}

TEST_CASE("Ed25519 takes no other sizes than its own", "[core/hash]") {
  CHECK_FALSE(verify_ed25519({signer.point.substr(1)}, "r", made));
  CHECK_FALSE(verify_ed25519(signer, "r", made.substr(1)));
  CHECK_FALSE(verify_ed25519(signer, "r", made + '\0'));
}

TEST_CASE("an Ed25519 signature whose number is not canonical is bad", "[core/hash]") {
  // The same with the group's order added to S: the equation holds.
  CHECK_FALSE(verify_ed25519(
      signer, "r",
      from_base16("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                  "f52db7415978abc61b2c2eb6aeebfca0387b2eaeb4302aeeb00d291612bb0c10")));
}

TEST_CASE("an Ed25519 key that would sign anything is none", "[core/hash]") {
  // The neutral point as key and as R, with S = 0, fulfils the equation for each message.
  std::string neutral = '\x01' + std::string(31, '\0');
  CHECK_FALSE(verify_ed25519({neutral}, "r", neutral + std::string(32, '\0')));
}

}  // namespace cairn
