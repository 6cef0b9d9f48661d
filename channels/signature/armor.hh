// SPDX-License-Identifier: GPL-3.0-or-later
// Armor: bytes as lines of base64 between "-----BEGIN ...-----" and "-----END ...-----".
// Sources: RFC 4880, chapter 6 (OpenPGP); PROTOCOL.sshsig of OpenSSH.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

inline constexpr std::string_view ssh_signature_begin = "-----BEGIN SSH SIGNATURE-----";
inline constexpr std::string_view openpgp_signature_begin = "-----BEGIN PGP SIGNATURE-----";
inline constexpr std::string_view openpgp_key_begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

// The bytes in TEXT, which is one block and nothing else but empty lines behind it.
std::string read_ssh_signature_armor(std::string_view text);
std::string read_openpgp_signature_armor(std::string_view text);

// The bytes of each block of keys in TEXT. What stands around the blocks is for people: skipped, as
// are blanks and carriage returns at the ends of lines, which such files get from mail.
std::vector<std::string> read_openpgp_key_armor(std::string_view text);

// The checksum at the end of OpenPGP's armor: 24 bits.
unsigned crc24(std::string_view bytes);

}  // namespace cairn
