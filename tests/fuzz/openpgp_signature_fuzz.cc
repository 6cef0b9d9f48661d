// SPDX-License-Identifier: GPL-3.0-or-later
// Packets of OpenPGP, and signatures in them.
#include "channels/signature/openpgp_packet.hh"
#include "channels/signature/openpgp_signature.hh"
#include "tests/fuzz/target.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes = cairn::test::bytes_of(data, size);
  cairn::test::refuse_or([bytes] {
    for (const cairn::OpenPgpPacket& packet : cairn::read_openpgp_packets(bytes)) {
      cairn::test::refuse_or([&packet] { cairn::parse_openpgp_signature(packet.body); });
    }
  });
  return 0;
}
