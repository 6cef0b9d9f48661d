// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures and keys of SSH.
#include "channels/signature/ssh_signature.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  bool signature = is_taken([bytes] { parse_ssh_signature(bytes); });
  bool key = is_taken([bytes] { parse_ssh_key(bytes); });
  bool line = is_taken([bytes] { parse_ssh_key_line(bytes); });
  return signature || key || line;
}
