// SPDX-License-Identifier: GPL-3.0-or-later
// How not to read archives: the controls of the attacks on nar::parse and TreeWriter, which succeed
// here. Never to be used but by tests.
#pragma once

#include <string>
#include <string_view>

namespace cairn::test {

// Unpack ARCHIVE at PATH by path names, believing all that it says.
void unpack_naively(std::string_view archive, const std::string& path);

// The first token of BYTES, with memory for as much as its length claims.
std::string naive_token(std::string_view bytes);

}  // namespace cairn::test
