// SPDX-License-Identifier: GPL-3.0-or-later
// Text of strangers, made fit for a terminal: nothing in it can move the cursor, change colours,
// hide or reorder what is read.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// TEXT with control characters as "^[" and bytes that are no text as "\x9b". Tabs and the ends of
// lines stay.
std::string visible(std::string_view text);

}  // namespace cairn
