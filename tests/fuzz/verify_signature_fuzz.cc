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

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const cairn::Keyring keyring = owners_keyring();
  cairn::verify_signature("payload", cairn::test::bytes_of(data, size), keyring);
  return 0;
}
