// SPDX-License-Identifier: GPL-3.0-or-later
// OpenPGP's keys.
#include "channels/signature/openpgp_key.hh"

#include "channels/signature/armor.hh"
#include "channels/signature/openpgp_packet.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

// The body of the first packet of a vector: its primary key.
std::string key_body(const std::string& name) {
  std::string text = read_file(VECTORS "/signatures/" + name);
  std::string bytes = read_openpgp_key_armor(text).front();
  return std::string(read_openpgp_packets(bytes).front().body);
}

std::string refusal_of(const std::string& body) {
  OpenPgpKey key = parse_openpgp_key(body);
  const auto* refusal = std::get_if<Refusal>(&key.material);
  return refusal ? refusal->reason : "";
}

// A key of ALGORITHM whose numbers are not there.
std::string empty_key(char algorithm) {
  return std::string("\4\0\0\0\1", 5) + algorithm;
}

}  // namespace

TEST_CASE("a key of OpenPGP has its fingerprint and numbers", "[channels/signature]") {
  OpenPgpKey key = parse_openpgp_key(key_body("pgp-ed25519.asc"));
  CHECK(key.fingerprint.text() == "9D04276EC68B37B5A46A015F1D46D147342E17FA");
  CHECK(key.id == "\x1d\x46\xd1\x47\x34\x2e\x17\xfa");
  CHECK(std::holds_alternative<Ed25519Key>(std::get<PublicKey>(key.material)));
  for (const char* name :
       {"pgp-rsa2048.asc", "pgp-nistp256.asc", "pgp-nistp384.asc", "pgp-nistp521.asc"}) {
    CHECK(refusal_of(key_body(name)) == "");
  }
}

TEST_CASE("a key that cannot be used says why", "[channels/signature]") {
  CHECK(refusal_of(empty_key(17)) == "DSA keys are too weak");
  CHECK(refusal_of(empty_key(16)) == "a key that only encrypts");
  CHECK(refusal_of(empty_key(99)) == "a key of OpenPGP's algorithm 99, which is unknown here");
  CHECK(refusal_of(empty_key(1)) == "a key ends too early");
  CHECK(refusal_of(empty_key(22) + "\3abc") == "an EdDSA key on another curve than Ed25519");
  CHECK(refusal_of(key_body("pgp-ed25519.asc") + "x") == "1 bytes too many stand in a key");
  std::string other_form = key_body("pgp-ed25519.asc");
  other_form[other_form.size() - 33] = '\x41';
  CHECK(refusal_of(other_form) == "an Ed25519 key in an unknown form");
}

TEST_CASE("each cut of a key is refused, or no key to verify with", "[channels/signature]") {
  std::string body = key_body("pgp-nistp256.asc");
  for (std::size_t size = 0; size < body.size(); ++size) {
    std::string cut = body.substr(0, size);
    if (size < 5) {
      CHECK_THROWS_WITH(parse_openpgp_key(cut), "a key ends too early");
    } else {
      CHECK(refusal_of(cut) == "a key ends too early");
    }
  }
}

TEST_CASE("only keys of version 4 are read", "[channels/signature]") {
  CHECK(is_openpgp_key_version_4("\4"));
  CHECK_FALSE(is_openpgp_key_version_4("\3"));
  CHECK_FALSE(is_openpgp_key_version_4(""));
  CHECK_THROWS_WITH(parse_openpgp_key("\6abc"), "a key of another version than 4");
  CHECK_THROWS_WITH(parse_openpgp_key(std::string(65536, '\4')), "a key of more than 65535 bytes");
}

TEST_CASE("a signature of a key takes it in behind its size", "[channels/signature]") {
  std::string body = empty_key(1);
  CHECK(signed_form(parse_openpgp_key(body)) == std::string("\x99\0\6", 3) + body);
}

}  // namespace cairn
