// SPDX-License-Identifier: GPL-3.0-or-later
// What a person writes to mean some generations: "3", "1,4", "2..5", "..5", "2..", "30d"; and to
// mean where to go: "3", "+1", "-1".
#pragma once

#include "core/profile/generations.hh"

#include <chrono>
#include <string_view>
#include <variant>

namespace cairn {

using GenerationNumbers = std::vector<std::uint64_t>;
struct GenerationRange {
  std::uint64_t first = 0;
  std::uint64_t last = ~std::uint64_t{0};
  auto operator<=>(const GenerationRange&) const = default;
};
// "12h", "30d", "2w", "1m": hours, days, weeks, months of 30 days.
using GenerationAge = std::chrono::seconds;
using GenerationPattern = std::variant<GenerationNumbers, GenerationRange, GenerationAge>;

// Throws, as misuse, for anything else.
GenerationPattern parse_generation_pattern(std::string_view text);

// What an age means: what was made since then, to be shown; or before, to be deleted.
enum class AgeMeaning { since, before };

inline constexpr std::string_view usual_list = "cairn package --list-generations";

// Those of GENERATIONS that PATTERN means at NOW. Throws when it names one that is not there;
// LIST_COMMAND is what lists them, for the hint.
std::vector<Generation> matching(const std::vector<Generation>& generations,
                                 const GenerationPattern& pattern, std::time_t now,
                                 AgeMeaning meaning, std::string_view list_command = usual_list);

// The number that TEXT means to one who is at CURRENT; "+N" and "-N" count those that are there.
// Throws where there is none.
std::uint64_t switch_target(const std::vector<Generation>& generations, std::uint64_t current,
                            std::string_view text, std::string_view list_command = usual_list);

}  // namespace cairn
