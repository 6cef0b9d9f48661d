// SPDX-License-Identifier: GPL-3.0-or-later
// Making characters visible.
#include "cli/visible.hh"

#include "core/base/utf8.hh"

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
    auto character = first_character(text);
    if (!character) {
      result += fmt::format("\\x{:02x}", byte);
    } else if (byte < 0x80) {
      result += {'^', static_cast<char>(byte ^ 0x40)};
    } else if (is_unseen(character->code)) {
      result += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(character->code));
    } else {
      result += text.substr(0, character->length);
    }
    text.remove_prefix(character ? character->length : 1);
  }
  return result;
}

}  // namespace cairn
