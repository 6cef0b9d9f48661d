// SPDX-License-Identifier: GPL-3.0-or-later
// Plain data: what most modules are written in, read without Guile: lists, quotes, symbols,
// keywords, whole numbers, booleans, characters, bytes and strings, in ASCII.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::eval {

struct PlainDatum {
  enum class Kind : std::uint8_t { atom, symbol, keyword, list };

  Kind kind = Kind::atom;
  std::string text;                  // of what is no list: its canonical text; () is an atom
  std::vector<PlainDatum> elements;  // of a list, at least one
  std::optional<std::string> last;   // what stands behind the dot of a list: the text of an atom
};

// The data in TEXT, read as Guile's reader does; nothing if there is anything in it that is not
// plain, wrong, or nested very deep: Guile's reader says what that is.
std::optional<std::vector<PlainDatum>> read_plain_data(std::string_view text);

}  // namespace cairn::eval
