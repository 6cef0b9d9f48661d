// SPDX-License-Identifier: GPL-3.0-or-later
// Making characters visible.
#include "cli/visible.hh"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace cairn {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// What is not drawn where it stands: C1 controls, and marks that turn or hide text around them.
constexpr Range unseen[] = {{0x80, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},
                            {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
                            {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};

bool is_unseen(char32_t character) {
  return std::any_of(std::begin(unseen), std::end(unseen), [character](Range range) {
    return range.first <= character && character <= range.last;
  });
}

// How many bytes the character takes at the front of TEXT; 0 when they are not UTF-8 (RFC 3629).
std::size_t length_of_character(std::string_view text, char32_t& character) {
  auto byte = [text](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  unsigned char lead = byte(0);
  std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  character = lead & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    character = character << 6 | (byte(i) & 0x3fU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  bool is_surrogate = character >= 0xd800 && character <= 0xdfff;
  return character < least[length] || character > 0x10ffff || is_surrogate ? 0 : length;
}

bool is_plain(char character) {
  return (character >= ' ' && character <= '~') || character == '\n' || character == '\t';
}

}  // namespace

std::string visible(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    result += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;

    auto byte = static_cast<unsigned char>(text.front());
    char32_t character = 0;
    std::size_t length = byte < 0x80 ? 1 : length_of_character(text, character);
    if (byte < 0x80) {
      result += {'^', static_cast<char>(byte ^ 0x40)};
    } else if (length == 0) {
      result += fmt::format("\\x{:02x}", byte);
    } else if (is_unseen(character)) {
      result += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(character));
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

}  // namespace cairn
