// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody may have meant who mistyped a word.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// How many letters must be put in, taken out, changed or swapped with their neighbour.
std::size_t edit_distance(std::string_view one, std::string_view other);

// The one of WORDS that WORD is most like, if it is like any.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& words);

}  // namespace cairn
