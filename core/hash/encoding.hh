// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as text: base16, nix-base32, base64 (RFC 4648, padded). Decoding refuses what is not
// canonical: wrong length, foreign characters, stray bits.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

std::string to_base16(std::string_view bytes);
std::string from_base16(std::string_view text);

// Nix's base 32: the alphabet lacks e, o, u and t; the digits stand from the last bit to the first.
// Source: Dolstra, "The Purely Functional Software Deployment Model", section 5.1.
inline constexpr std::string_view nix32_alphabet = "0123456789abcdfghijklmnpqrsvwxyz";
std::string to_nix32(std::string_view bytes);
std::string from_nix32(std::string_view text, std::size_t size);

std::string to_base64(std::string_view bytes);
std::string from_base64(std::string_view text);

}  // namespace cairn
