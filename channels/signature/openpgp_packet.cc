// SPDX-License-Identifier: GPL-3.0-or-later
// Reading OpenPGP's packets.
#include "channels/signature/openpgp_packet.hh"

#include "core/base/error.hh"

#include <bit>

namespace cairn {

namespace {

constexpr std::uint32_t partial_lengths = 224;  // the first bytes from here on begin a stream

OpenPgpPacket read_new(ByteReader& reader, unsigned tag) {
  std::uint32_t size = read_openpgp_length(reader, partial_lengths);
  return {static_cast<OpenPgpTag>(tag), reader.take(size)};
}

OpenPgpPacket read_old(ByteReader& reader, unsigned tag, unsigned length_kind) {
  if (length_kind == 3) throw Error("a packet of indeterminate length");
  std::uint32_t size = reader.number(std::size_t{1} << length_kind);
  return {static_cast<OpenPgpTag>(tag), reader.take(size)};
}

}  // namespace

std::uint32_t read_openpgp_length(ByteReader& reader, std::uint32_t partial_from) {
  std::uint32_t first = reader.byte();
  if (first < 192) return first;
  if (first < partial_from) return ((first - 192) << 8) + reader.byte() + 192;
  if (first < 255) throw Error("a packet of partial length");
  return reader.number(4);
}

std::vector<OpenPgpPacket> read_openpgp_packets(std::string_view bytes) {
  std::vector<OpenPgpPacket> packets;
  ByteReader reader(bytes, "a packet");
  while (!reader.is_at_end()) {
    unsigned head = reader.byte();
    if ((head & 0x80) == 0) throw Error("no packet of OpenPGP begins with {:#04x}", head);
    bool is_new = (head & 0x40) != 0;
    packets.push_back(is_new ? read_new(reader, head & 63)
                             : read_old(reader, head >> 2 & 15, head & 3));
  }
  return packets;
}

std::string_view read_openpgp_number(ByteReader& reader) {
  std::uint32_t bits = reader.number(2);
  std::string_view bytes = reader.take((bits + 7) / 8);
  if (bits == 0) throw Error("a number that is zero");
  int zeros = std::countl_zero(static_cast<unsigned char>(bytes.front()));
  if (bytes.size() * 8 - static_cast<std::size_t>(zeros) != bits) {
    throw Error("a number whose count of bits is wrong");
  }
  return bytes;
}

}  // namespace cairn
