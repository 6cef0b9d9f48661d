// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside the numbers in a signature of OpenPGP: when it was made, by which key, for
// what. Source: RFC 4880, section 5.2.3.
#pragma once

#include "channels/signature/openpgp_signature.hh"

namespace cairn {

// Whether the signature covers the subpackets. Only what it covers is believed; but names of keys
// and signatures inside prove themselves.
enum class SubpacketArea : std::uint8_t { hashed, unhashed };

// Puts what the subpackets of AREA, in BYTES, say into SIGNATURE.
void read_openpgp_subpackets(std::string_view bytes, SubpacketArea area,
                             OpenPgpSignature& signature);

}  // namespace cairn
