// SPDX-License-Identifier: GPL-3.0-or-later
// Collecting keys.
#include "channels/signature/keyring.hh"

#include "channels/signature/armor.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string vector_text(const std::string& name) {
  return read_file(VECTORS "/signatures/" + name);
}

const Fingerprint primary = Fingerprint::parse("5AA97D5C84955FD5A7A74208939BCFA3C3A36093");
const Fingerprint subkey = Fingerprint::parse("8B2B416A801FADE753E851AACCF7396935B077DB");

}  // namespace

TEST_CASE("keys are found by fingerprint and by id", "[channels/signature]") {
  Keyring keyring;
  keyring.add_openpgp(vector_text("pgp-two-keys.asc"));
  REQUIRE(keyring.find(primary));
  CHECK(keyring.find(primary)->second.primaries.empty());
  REQUIRE(keyring.find(subkey));
  CHECK(keyring.find(subkey)->second.primaries == std::set{primary});
  CHECK(keyring.find(Fingerprint::parse("9D04276EC68B37B5A46A015F1D46D147342E17FA")));
  CHECK(keyring.find_id("\xcc\xf7\x39\x69\x35\xb0\x77\xdb") == std::vector{keyring.find(subkey)});
  CHECK(keyring.find_id("12345678").empty());
  CHECK_FALSE(keyring.find(Fingerprint::of_openpgp(std::string(20, 'x'))));
}

TEST_CASE("keys may be armored or not", "[channels/signature]") {
  Keyring keyring;
  for (const std::string& block : read_openpgp_key_armor(vector_text("pgp-owner.asc"))) {
    keyring.add_openpgp(block);
  }
  CHECK(keyring.find(primary));
}

TEST_CASE("a key that was added twice is there once, with all its bindings",
          "[channels/signature]") {
  Keyring keyring;
  keyring.add_openpgp(vector_text("pgp-owner.asc"));
  keyring.add_openpgp(vector_text("pgp-two-keys.asc"));
  CHECK(keyring.find_id("\x93\x9b\xcf\xa3\xc3\xa3\x60\x93").size() == 1);
  CHECK(keyring.find(subkey)->second.primaries.size() == 1);
}

TEST_CASE("a key that cannot be used is in the keyring with the reason", "[channels/signature]") {
  std::string dsa("\4\0\0\0\1\x11", 6);
  Keyring keyring;
  keyring.add_openpgp(std::string("\xc6\6", 2) + dsa);
  const Keyring::Item* key = keyring.find(parse_openpgp_key(dsa).fingerprint);
  REQUIRE(key);
  CHECK(std::get<Refusal>(key->second.verifier).reason == "DSA keys are too weak");
}

TEST_CASE("keys of SSH are lines", "[channels/signature]") {
  Keyring keyring;
  keyring.add_ssh(vector_text("ssh-ed25519-256.pub"));
  keyring.add_ssh(vector_text("ssh-ed25519-256.pub"));
  Fingerprint name = Fingerprint::parse("SHA256:qSjNUiy5lfRep6MkHgLo2jeafUvGsYTPY/76jtKetyg");
  REQUIRE(keyring.find(name));
  CHECK(std::holds_alternative<Verifier>(keyring.find(name)->second.verifier));
  CHECK_THROWS_WITH(keyring.add_ssh("ssh-dss AAAA"),
                    "cannot read an SSH key: a key of kind \"ssh-dss\": DSA is too weak: use a key "
                    "of kind ssh-ed25519");
}

TEST_CASE("what is no file of keys is refused", "[channels/signature]") {
  Keyring keyring;
  CHECK_THROWS_WITH(keyring.add_openpgp(""),
                    "cannot read a file of OpenPGP keys: there is no public key");
  CHECK_THROWS_WITH(keyring.add_openpgp("hello"),
                    "cannot read a file of OpenPGP keys: no line is -----BEGIN PGP PUBLIC KEY "
                    "BLOCK-----");
  CHECK_THROWS_WITH(keyring.add_openpgp("\x99"),
                    "cannot read a file of OpenPGP keys: a packet ends too early");
  CHECK_THROWS_WITH(keyring.add_openpgp(std::string(8 * 1024 * 1024 + 1, 'x')),
                    "cannot read a file of OpenPGP keys: it has more than 8388608 bytes");
}

}  // namespace cairn
