// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of tests/vectors.
#pragma once

#include <string>
#include <vector>

namespace cairn::test {

// The rows of the table at PATH, each split at its blanks; lines that start with # are comments.
std::vector<std::vector<std::string>> vector_table(const std::string& path);

}  // namespace cairn::test
