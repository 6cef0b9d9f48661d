// SPDX-License-Identifier: GPL-3.0-or-later
// Names that others chose, in a line of ours.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// TEXT with each control character of ASCII as "\n" or "\x1b", so that a line of output stays one.
std::string one_line(std::string_view text);

}  // namespace cairn
