// SPDX-License-Identifier: GPL-3.0-or-later
// Judging signatures; that ssh-keygen and gpg judge alike is the story of
// tests/end-to-end/signatures.py.
#include "channels/signature/verify_signature.hh"

#include "core/base/files.hh"
#include "tests/support/vector_table.hh"

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string vector_text(const std::string& name) {
  return read_file(VECTORS "/signatures/" + name);
}

Keyring keyring_of(const std::string& name) {
  Keyring keyring;
  if (name.ends_with(".pub")) {
    keyring.add_ssh(vector_text(name));
  } else {
    keyring.add_openpgp(vector_text(name));
  }
  return keyring;
}

SignatureVerdict verdict_on(const std::string& signature, const Keyring& keyring,
                            const std::string& payload = vector_text("payload")) {
  return verify_signature(payload, vector_text(signature), keyring);
}

}  // namespace

TEST_CASE("a good signature names its key and the primary key", "[channels/signature]") {
  int good = 0;
  for (const auto& row : test::vector_table(VECTORS "/signatures/verdicts.txt")) {
    if (row.size() == 2) continue;
    SignatureVerdict verdict = verdict_on(row[0], keyring_of(row[1]));
    CHECK(verdict.good);
    std::vector<std::string> by;
    for (const Fingerprint& key : verdict.by) by.push_back(key.text());
    CHECK(by == std::vector(row.begin() + 2, row.end()));
    ++good;
  }
  CHECK(good == 13);
}

TEST_CASE("a signature of another payload is not good", "[channels/signature]") {
  for (const auto& row : test::vector_table(VECTORS "/signatures/verdicts.txt")) {
    if (row.size() == 2) continue;
    SignatureVerdict verdict = verdict_on(row[0], keyring_of(row[1]), "another");
    CHECK_FALSE(verdict.good);
    CHECK(verdict.by.empty());
    CHECK_FALSE(verdict.key_is_missing);
    CHECK(verdict.reason == "the key " + row[2] + " did not sign this");
  }
}

TEST_CASE("a key that is not in the keyring is missing", "[channels/signature]") {
  SignatureVerdict verdict = verdict_on("pgp-ed25519.sig", keyring_of("pgp-owner.asc"));
  CHECK_FALSE(verdict.good);
  CHECK(verdict.key_is_missing);
  CHECK(verdict.reason == "the key 9D04276EC68B37B5A46A015F1D46D147342E17FA is not in the keyring");
}

TEST_CASE("a signature by SSH needs no keyring", "[channels/signature]") {
  SignatureVerdict verdict = verdict_on("ssh-ed25519-256.sig", Keyring());
  CHECK(verdict.good);
  CHECK(verdict.by ==
        std::vector{Fingerprint::parse("SHA256:qSjNUiy5lfRep6MkHgLo2jeafUvGsYTPY/76jtKetyg")});
}

TEST_CASE("a text's signature does not mind ends of lines, a document's does",
          "[channels/signature]") {
  std::string payload;
  for (char letter : vector_text("payload"))
    payload += letter == '\n' ? "\r\n" : std::string{letter};
  Keyring keyring = keyring_of("pgp-owner.asc");
  CHECK(verdict_on("pgp-text.sig", keyring, payload).good);
  CHECK_FALSE(verdict_on("pgp-subkey-1.sig", keyring, payload).good);
}

TEST_CASE("what is no signature is not good, and throws nothing", "[channels/signature]") {
  Keyring keyring = keyring_of("pgp-two-keys.asc");
  auto reason = [&keyring](const std::string& signature) {
    return verify_signature("x", signature, keyring).reason;
  };
  CHECK(reason("") ==
        "the signature cannot be read: it begins neither with -----BEGIN PGP "
        "SIGNATURE----- nor with -----BEGIN SSH SIGNATURE-----");
  CHECK(reason("-----BEGIN SSH SIGNATURE-----\n") ==
        "the signature cannot be read: the armor has no end");
  CHECK(reason(std::string(65537, '-')) ==
        "the signature cannot be read: the signature has more than 65536 bytes");
  CHECK(reason("-----BEGIN PGP SIGNATURE-----\n\nwgDCAA==\n-----END PGP SIGNATURE-----\n") ==
        "the signature cannot be read: the armor holds 2 packets, not one signature");
  CHECK(verdict_on("pgp-sha1.sig", keyring).reason ==
        "the signature cannot be read: the signature uses SHA-1, which is too weak");
}

}  // namespace cairn
