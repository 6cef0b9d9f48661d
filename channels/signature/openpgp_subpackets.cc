// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the subpackets of OpenPGP's signatures.
#include "channels/signature/openpgp_subpackets.hh"

#include "channels/signature/openpgp_packet.hh"
#include "core/base/error.hh"

namespace cairn {

namespace {

constexpr std::size_t fingerprint_size = 20;
constexpr std::size_t id_size = 8;
constexpr std::size_t most_embedded = 4;
constexpr std::uint8_t critical = 0x80;
constexpr std::uint32_t no_partial_lengths = 255;

// TO becomes VALUE; but two that differ are refused: readers would disagree on which one counts.
void set_once(std::string& to, std::string_view value) {
  if (!to.empty() && to != value) throw Error("the signature names two keys");
  to = value;
}

void read_created(ByteReader& reader, OpenPgpSignature& signature) {
  if (signature.created != 0) throw Error("the signature has two dates");
  signature.created = reader.number(4);
}

void read_issuer_id(ByteReader& reader, OpenPgpSignature& signature) {
  set_once(signature.issuer_id, reader.take(id_size));
}

void read_issuer_fingerprint(ByteReader& reader, OpenPgpSignature& signature) {
  if (reader.byte() != 4) throw Error("the signature is by a key of another version than 4");
  set_once(signature.issuer_fingerprint, reader.take(fingerprint_size));
}

void read_key_flags(ByteReader& reader, OpenPgpSignature& signature) {
  if (signature.key_flags) throw Error("the signature gives two uses to a key");
  signature.key_flags = reader.is_at_end() ? std::uint8_t{0} : reader.byte();
  reader.take(reader.rest().size());  // uses that do not concern us
}

void read_embedded(ByteReader& reader, OpenPgpSignature& signature) {
  if (signature.embedded.size() == most_embedded) throw Error("too many signatures in a signature");
  signature.embedded.emplace_back(reader.take(reader.rest().size()));
}

void pass_by(ByteReader& reader, OpenPgpSignature&) {
  reader.take(reader.rest().size());
}

// The subpackets that we know. That some say when a key or signature expires, and that a key has
// other preferences, changes nothing for us: see manual/formats/signatures.md.
struct Subpacket {
  std::uint8_t type;
  bool only_hashed;
  void (*read)(ByteReader&, OpenPgpSignature&);
};
constexpr Subpacket subpackets[] = {{2, true, read_created},
                                    {3, true, pass_by},  // signature expires
                                    {4, true, pass_by},
                                    {5, true, pass_by},  // exportable; trust
                                    {7, true, pass_by},
                                    {9, true, pass_by},  // revocable; key expires
                                    {11, true, pass_by},
                                    {16, false, read_issuer_id},  // preferred ciphers
                                    {21, true, pass_by},
                                    {22, true, pass_by},  // preferred digests, compression
                                    {23, true, pass_by},
                                    {24, true, pass_by},  // key servers
                                    {25, true, pass_by},
                                    {26, true, pass_by},  // primary user id; policy
                                    {27, true, read_key_flags},
                                    {28, true, pass_by},  // the signer's user id
                                    {30, true, pass_by},
                                    {32, false, read_embedded},  // features
                                    {33, false, read_issuer_fingerprint}};

const Subpacket* known(std::uint8_t type) {
  for (const Subpacket& subpacket : subpackets) {
    if (subpacket.type == type) return &subpacket;
  }
  return nullptr;
}

}  // namespace

void read_openpgp_subpackets(std::string_view bytes, SubpacketArea area,
                             OpenPgpSignature& signature) {
  for (ByteReader reader(bytes, "the list of subpackets"); !reader.is_at_end();) {
    ByteReader inside(reader.take(read_openpgp_length(reader, no_partial_lengths)), "a subpacket");
    std::uint8_t head = inside.byte();
    std::uint8_t type = head & static_cast<std::uint8_t>(~critical);
    const Subpacket* subpacket = known(type);
    if (!subpacket) {
      if (head & critical) throw Error("the signature demands what is unknown here ({})", type);
      continue;
    }
    if (subpacket->only_hashed && area == SubpacketArea::unhashed) continue;
    subpacket->read(inside, signature);
    inside.expect_end();
  }
}

}  // namespace cairn
