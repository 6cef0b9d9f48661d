// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures and keys of SSH.
#include "channels/signature/ssh_signature.hh"
#include "tests/fuzz/target.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes = cairn::test::bytes_of(data, size);
  cairn::test::refuse_or([bytes] { cairn::parse_ssh_signature(bytes); });
  cairn::test::refuse_or([bytes] { cairn::parse_ssh_key(bytes); });
  cairn::test::refuse_or([bytes] { cairn::parse_ssh_key_line(bytes); });
  return 0;
}
