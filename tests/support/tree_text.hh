// SPDX-License-Identifier: GPL-3.0-or-later
// A tree of files as text that a test can compare.
#pragma once

#include <string>

namespace cairn::test {

// A line for each entry below the folder PATH, sorted by name:
// "NAME/ MODE", "NAME MODE CONTENT" or "NAME -> TARGET".
std::string tree_text(const std::string& path);

}  // namespace cairn::test
