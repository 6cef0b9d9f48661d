// SPDX-License-Identifier: GPL-3.0-or-later
// A set of characters that is asked about each of many: by a table, where find_first_not_of() would
// look through the set each time.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace cairn {

class CharacterSet {
 public:
  constexpr explicit CharacterSet(std::string_view members) {
    for (char member : members) has_[static_cast<unsigned char>(member)] = true;
  }

  constexpr bool contains(char c) const { return has_[static_cast<unsigned char>(c)]; }

  // Where in TEXT the first stands that is none of them; npos when all are.
  constexpr std::size_t first_other(std::string_view text) const {
    auto other = std::ranges::find_if_not(text, [&](char c) { return contains(c); });
    return other == text.end() ? text.npos : static_cast<std::size_t>(other - text.begin());
  }

 private:
  std::array<bool, 256> has_{};
};

}  // namespace cairn
