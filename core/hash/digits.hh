// SPDX-License-Identifier: GPL-3.0-or-later
// The digits of a base: what each character is worth, by a table.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cairn {

class Digits {
 public:
  // ALPHABET: the digits from 0 on, each once.
  constexpr explicit Digits(std::string_view alphabet) {
    values_.fill(-1);
    for (std::size_t value = 0; value < alphabet.size(); ++value) {
      values_[static_cast<unsigned char>(alphabet[value])] = static_cast<std::int8_t>(value);
    }
  }

  // -1 where C is none of them.
  constexpr int value_of(char c) const { return values_[static_cast<unsigned char>(c)]; }
  constexpr bool contains(char c) const { return value_of(c) >= 0; }

 private:
  std::array<std::int8_t, 256> values_{};
};

}  // namespace cairn
