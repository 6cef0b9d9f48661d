// SPDX-License-Identifier: GPL-3.0-or-later
// The whole verdict, with keys in the keyring. It never throws: a refusal is a verdict.
#include "channels/signature/verify_signature.hh"
#include "core/base/files.hh"
#include "tests/fuzz/target.hh"

namespace {

cairn::Keyring owners_keyring() {
  cairn::Keyring keyring;
  keyring.add_openpgp(cairn::read_file(VECTORS "/signatures/pgp-two-keys.asc"));
  return keyring;
}

}  // namespace

bool cairn::test::takes(std::string_view bytes) {
  static const Keyring keyring = owners_keyring();
  SignatureVerdict verdict = verify_signature("payload", bytes, keyring);
  expect(!verdict.good && !verdict.reason.empty(), "nobody can sign this payload by chance");
  return true;
}
