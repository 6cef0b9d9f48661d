// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the generations that a user means are forgotten, for profiles, channels and systems.
#pragma once

#include "core/profile/generations.hh"

#include <functional>
#include <optional>
#include <vector>

namespace cairn {

// Call FORGET with the number of each of MEANT, but never with CURRENT. Where the user chose them
// (IS_CHOSEN), and not "all others", that it is kept is said.
void forget_generations(const std::vector<Generation>& meant, std::optional<std::uint64_t> current,
                        bool is_chosen, const std::function<void(std::uint64_t)>& forget);

}  // namespace cairn
