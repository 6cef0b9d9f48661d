// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes as people write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn {

// "12.3 MiB"; bytes below 1024 are counted: "17 B".
std::string size_text(std::uint64_t bytes);

// Read "17", "10K", "1.5G", "10MiB" (powers of 1024) or "10MB" (of 1000); throws for others.
std::uint64_t parse_size(std::string_view text);

}  // namespace cairn
