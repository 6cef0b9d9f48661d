// SPDX-License-Identifier: GPL-3.0-or-later
// OpenPGP's signatures.
#include "channels/signature/openpgp_signature.hh"

#include "channels/signature/armor.hh"
#include "channels/signature/openpgp_packet.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string signature_body(const std::string& name) {
  std::string text = read_file(VECTORS "/signatures/" + name);
  std::string bytes = read_openpgp_signature_armor(text);
  return std::string(read_openpgp_packets(bytes).front().body);
}

// The body with another byte at PLACE.
std::string changed(std::size_t place, int byte) {
  std::string body = signature_body("pgp-ed25519.sig");
  body[place] = static_cast<char>(byte);
  return body;
}

}  // namespace

TEST_CASE("a signature of OpenPGP says who made it, when and how", "[channels/signature]") {
  OpenPgpSignature signature = parse_openpgp_signature(signature_body("pgp-ed25519.sig"));
  CHECK(signature.type == OpenPgpSignatureType::document);
  CHECK(signature.issuer_fingerprint.ends_with(signature.issuer_id));
  CHECK(signature.issuer_id == "\x1d\x46\xd1\x47\x34\x2e\x17\xfa");
  CHECK(signature.created > 1700000000);
  CHECK(signature.numbers.size() == 2);
  CHECK(parse_openpgp_signature(signature_body("pgp-rsa2048.sig")).numbers.size() == 1);
  CHECK(parse_openpgp_signature(signature_body("pgp-text.sig")).type == OpenPgpSignatureType::text);
}

TEST_CASE("kinds of signatures that are not accepted say why", "[channels/signature]") {
  CHECK_THROWS_WITH(parse_openpgp_signature(changed(0, 3)), "the signature has version 3, not 4");
  CHECK_THROWS_WITH(parse_openpgp_signature(changed(1, 0x10)),
                    "a signature of type 0x10, which is none of a document");
  CHECK_THROWS_WITH(
      parse_openpgp_signature(changed(2, 17)),
      "a signature by OpenPGP's algorithm 17: only RSA, ECDSA and Ed25519 are accepted");
  CHECK_THROWS_WITH(parse_openpgp_signature(changed(3, 1)),
                    "the signature uses MD5, which is too weak");
  CHECK_THROWS_WITH(parse_openpgp_signature(changed(3, 3)),
                    "the signature uses RIPEMD-160, which is too weak");
  CHECK_THROWS_WITH(parse_openpgp_signature(changed(3, 99)),
                    "the signature uses a digest that is unknown here (99)");
  CHECK_THROWS_WITH(parse_openpgp_signature(signature_body("pgp-sha1.sig")),
                    "the signature uses SHA-1, which is too weak");
}

TEST_CASE("an OpenPGP signature has nothing missing and nothing more", "[channels/signature]") {
  std::string body = signature_body("pgp-nistp384.sig");
  CHECK_THROWS_WITH(parse_openpgp_signature(body + '\0'),
                    "1 bytes too many stand in the signature");
  for (std::size_t size = 0; size < body.size(); ++size) {
    CHECK_THROWS_AS(parse_openpgp_signature(body.substr(0, size)), Error);
  }
}

TEST_CASE("a signature and a key of another kind do not fit together", "[channels/signature]") {
  OpenPgpSignature signature = parse_openpgp_signature(signature_body("pgp-nistp256.sig"));
  Verifier key(Ed25519Key{std::string(32, 'x')});
  CHECK_THROWS_WITH(is_made_by(signature, key, ""),
                    "the signature's algorithm is not that of its key");
}

TEST_CASE("a text is the same for all ends of lines", "[channels/signature]") {
  CHECK(canonical_text("") == "");
  CHECK(canonical_text("a") == "a");
  CHECK(canonical_text("a\nb\n") == "a\r\nb\r\n");
  CHECK(canonical_text("a\r\nb\r\n") == "a\r\nb\r\n");
  CHECK(canonical_text("a \n\n") == "a \r\n\r\n");
  CHECK(canonical_text("a\rb") == "a\rb");
}

}  // namespace cairn
