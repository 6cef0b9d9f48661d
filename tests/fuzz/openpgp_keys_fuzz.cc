// SPDX-License-Identifier: GPL-3.0-or-later
// Files of keys of OpenPGP: reading them, and what binds their subkeys.
#include "channels/signature/keyring.hh"
#include "tests/fuzz/target.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes = cairn::test::bytes_of(data, size);
  cairn::test::refuse_or([bytes] {
    cairn::Keyring keyring;
    keyring.add_openpgp(bytes);
  });
  return 0;
}
