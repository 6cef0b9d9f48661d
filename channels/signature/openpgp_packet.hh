// SPDX-License-Identifier: GPL-3.0-or-later
// OpenPGP's packets: a kind and a body, one after the other. Source: RFC 4880, chapter 4.
#pragma once

#include "channels/signature/byte_reader.hh"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cairn {

// The kinds that we look into, and those we must know to pass them by (RFC 9580, section 5).
enum class OpenPgpTag : std::uint8_t {
  signature = 2,
  secret_key = 5,
  public_key = 6,
  secret_subkey = 7,
  marker = 10,
  trust = 12,
  user_id = 13,
  public_subkey = 14,
  user_attribute = 17,
  padding = 21,
};

struct OpenPgpPacket {
  OpenPgpTag tag;
  std::string_view body;  // of the bytes that were read
};

// All packets of BYTES. Lengths that are not told at the start ("partial", "indeterminate") are
// refused: they belong to streams, which neither keys nor signatures are.
std::vector<OpenPgpPacket> read_openpgp_packets(std::string_view bytes);

// A number as OpenPGP writes it: how many bits it has, then its bytes (RFC 4880, section 3.2).
// Throws if the count is not that of its highest bit.
std::string_view read_openpgp_number(ByteReader& reader);

// A length as packets of the new form and subpackets have it; PARTIAL_FROM is the first byte that
// would be another thing.
std::uint32_t read_openpgp_length(ByteReader& reader, std::uint32_t partial_from);

}  // namespace cairn
