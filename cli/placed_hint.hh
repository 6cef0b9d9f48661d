// SPDX-License-Identifier: GPL-3.0-or-later
// Hints that are copied into a shell: their commands must be about the store that was meant.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

// HINT, whose commands begin with "cairn", with COMMAND in its place: "cairn --root DIR". Those
// that name a store, or are about the command itself, stay as they are.
std::string placed_hint(std::string_view hint, std::string_view command);

}  // namespace cairn
