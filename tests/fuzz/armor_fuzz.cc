// SPDX-License-Identifier: GPL-3.0-or-later
// Armor of both formats.
#include "channels/signature/armor.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  bool ssh = is_taken([bytes] { read_ssh_signature_armor(bytes); });
  bool signature = is_taken([bytes] { read_openpgp_signature_armor(bytes); });
  bool key = is_taken([bytes] { read_openpgp_key_armor(bytes); });
  return ssh || signature || key;
}
