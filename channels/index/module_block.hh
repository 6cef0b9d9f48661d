// SPDX-License-Identifier: GPL-3.0-or-later
// A module block: what skimming found in one file, as bytes (manual/formats/index.md). It depends
// on the file's text alone, so it is shared by all commits that have the file.
#pragma once

#include "channels/index/packages.hh"

#include <optional>
#include <string>
#include <string_view>

namespace cairn {

// The block of a file with TEXT. One that cannot be skimmed has a block as well, which says why.
std::string module_block(std::string_view text);

// What BLOCK holds, as views into it; nothing unless module_block() could have written it.
std::optional<ModulePackages> read_block(std::string_view block);

}  // namespace cairn
