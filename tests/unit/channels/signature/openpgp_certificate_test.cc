// SPDX-License-Identifier: GPL-3.0-or-later
// Files of OpenPGP's keys.
#include "channels/signature/openpgp_certificate.hh"

#include "channels/signature/armor.hh"
#include "channels/signature/openpgp_packet.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string key_bytes(const std::string& name) {
  return read_openpgp_key_armor(read_file(VECTORS "/signatures/" + name)).front();
}

OpenPgpCertificate owner() {
  return read_openpgp_certificates(key_bytes("pgp-owner.asc")).front();
}

Verifier verifier_of(const OpenPgpKey& key) {
  return Verifier(std::get<PublicKey>(key.material));
}

bool is_bound_to_owner(const OpenPgpSubkey& subkey) {
  OpenPgpKey primary = owner().primary;
  return is_bound(subkey, verifier_of(subkey.key), primary, verifier_of(primary));
}

std::string packet(int tag, const std::string& body) {
  return std::string{static_cast<char>(0xc0 | tag), static_cast<char>(body.size())} + body;
}

const std::string rsa_body = std::string("\4\0\0\0\1\1", 6);

}  // namespace

TEST_CASE("a file of keys has primary keys with their subkeys", "[channels/signature]") {
  OpenPgpCertificate certificate = owner();
  CHECK(certificate.primary.fingerprint.text() == "5AA97D5C84955FD5A7A74208939BCFA3C3A36093");
  REQUIRE(certificate.subkeys.size() == 3);
  CHECK(certificate.subkeys[0].key.fingerprint.text() ==
        "8B2B416A801FADE753E851AACCF7396935B077DB");
  std::string two = key_bytes("pgp-ed25519.asc") + key_bytes("pgp-owner.asc");
  CHECK(read_openpgp_certificates(two).size() == 2);
}

TEST_CASE("a signing subkey is bound by a signature of each side", "[channels/signature]") {
  OpenPgpCertificate certificate = owner();
  CHECK(is_bound_to_owner(certificate.subkeys[0]));
  CHECK(is_bound_to_owner(certificate.subkeys[1]));
}

TEST_CASE("a subkey with no binding, or another's, is not bound", "[channels/signature]") {
  OpenPgpCertificate certificate = owner();
  OpenPgpSubkey subkey = certificate.subkeys[0];
  std::string binding = subkey.bindings.at(0);
  subkey.bindings.clear();
  CHECK_FALSE(is_bound_to_owner(subkey));
  subkey.bindings = certificate.subkeys[1].bindings;
  CHECK_FALSE(is_bound_to_owner(subkey));
  subkey.bindings = {"broken", binding};
  CHECK(is_bound_to_owner(subkey));
}

TEST_CASE("each byte of a binding counts", "[channels/signature]") {
  OpenPgpSubkey subkey = owner().subkeys[0];
  std::string binding = subkey.bindings.at(0);
  std::size_t still_bound = 0;
  for (std::size_t at = 0; at < binding.size(); ++at) {
    std::string broken = binding;
    broken[at] = static_cast<char>(broken[at] ^ 1);
    subkey.bindings = {broken};
    still_bound += is_bound_to_owner(subkey);
  }
  // Outside of what is signed, each of the two signatures has the signer's id, which nobody needs
  // to find it: that subpacket may be called an unknown one.
  CHECK(still_bound == 2);
}

TEST_CASE("another's primary key binds no subkey", "[channels/signature]") {
  OpenPgpCertificate other = read_openpgp_certificates(key_bytes("pgp-ed25519.asc")).front();
  OpenPgpSubkey subkey = owner().subkeys[0];
  CHECK_FALSE(is_bound(subkey, verifier_of(subkey.key), other.primary, verifier_of(other.primary)));
}

TEST_CASE("what is no file of public keys is refused", "[channels/signature]") {
  auto refused = [](const std::string& bytes, const std::string& reason) {
    CHECK_THROWS_WITH(read_openpgp_certificates(bytes), reason);
  };
  refused("", "there is no public key");
  refused(packet(13, "me"), "there is no public key");
  refused(packet(2, "x"), "a signature stands before all keys");
  refused(packet(14, rsa_body), "a subkey stands before all primary keys");
  refused(packet(5, rsa_body), "a secret key stands among public keys");
  refused(packet(6, rsa_body) + packet(7, rsa_body), "a secret key stands among public keys");
  refused(packet(6, rsa_body) + packet(11, "x"), "a packet of kind 11 among public keys");
  std::string many = packet(6, rsa_body);
  for (int i = 0; i < 65; ++i) many += packet(14, rsa_body);
  refused(many, "a key has more than 64 subkeys");
  many = packet(6, rsa_body) + packet(14, rsa_body);
  for (int i = 0; i < 17; ++i) many += packet(2, "x");
  refused(many, "a subkey has more than 16 signatures");
}

TEST_CASE("keys of other versions are skipped with all that is theirs", "[channels/signature]") {
  std::string old = packet(6, "\3old") + packet(14, rsa_body) + packet(2, "x") + packet(13, "me");
  CHECK(read_openpgp_certificates(old).empty());
  std::vector<OpenPgpCertificate> read =
      read_openpgp_certificates(old + packet(6, rsa_body) + packet(14, "\6new") + packet(2, "x"));
  REQUIRE(read.size() == 1);
  CHECK(read[0].subkeys.empty());
}

}  // namespace cairn
