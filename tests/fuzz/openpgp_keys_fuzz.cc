// SPDX-License-Identifier: GPL-3.0-or-later
// Files of keys of OpenPGP: reading them, and what binds their subkeys.
#include "channels/signature/keyring.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  return is_taken([bytes] {
    Keyring keyring;
    keyring.add_openpgp(bytes);
  });
}
