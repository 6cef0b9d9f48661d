// SPDX-License-Identifier: GPL-3.0-or-later
// Armor of both formats.
#include "channels/signature/armor.hh"
#include "tests/fuzz/target.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes = cairn::test::bytes_of(data, size);
  cairn::test::refuse_or([bytes] { cairn::read_ssh_signature_armor(bytes); });
  cairn::test::refuse_or([bytes] { cairn::read_openpgp_signature_armor(bytes); });
  cairn::test::refuse_or([bytes] { cairn::read_openpgp_key_armor(bytes); });
  return 0;
}
