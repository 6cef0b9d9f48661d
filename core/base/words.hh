// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a text, and texts out of pieces.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// The words of TEXT, which are parted by spaces, tabs and ends of lines.
std::vector<std::string> words_of(std::string_view text);

// PIECES as one text, with one allocation: where format() would cost as much as the work itself.
std::string concatenated(std::initializer_list<std::string_view> pieces);

}  // namespace cairn
