// SPDX-License-Identifier: GPL-3.0-or-later
// Packets of OpenPGP, and signatures in them.
#include "channels/signature/openpgp_packet.hh"
#include "channels/signature/openpgp_signature.hh"
#include "tests/fuzz/target.hh"

bool cairn::test::takes(std::string_view bytes) {
  bool is_signature = false;
  bool are_packets = is_taken([&] {
    for (const OpenPgpPacket& packet : read_openpgp_packets(bytes)) {
      if (is_taken([&] { parse_openpgp_signature(packet.body); })) is_signature = true;
    }
  });
  return are_packets && is_signature;
}
