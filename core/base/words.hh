// SPDX-License-Identifier: GPL-3.0-or-later
// A list as one text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// The words of TEXT, which are parted by spaces, tabs and ends of lines.
std::vector<std::string> words_of(std::string_view text);

}  // namespace cairn
