// SPDX-License-Identifier: GPL-3.0-or-later
// Text as UTF-8 (RFC 3629): nothing longer than needed, no surrogates.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace cairn {

struct Character {
  char32_t code;
  std::size_t length;  // in bytes
};

// The character that TEXT, which is not empty, begins with; nothing when that is no UTF-8.
std::optional<Character> first_character(std::string_view text);

// How many bytes at the front of TEXT are UTF-8: all of them, if it is.
std::size_t utf8_length(std::string_view text);

}  // namespace cairn
