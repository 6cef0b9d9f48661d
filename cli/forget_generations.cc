// SPDX-License-Identifier: GPL-3.0-or-later
// One loop for all that have generations.
#include "cli/forget_generations.hh"

#include "cli/terminal.hh"

#include <fmt/format.h>

namespace cairn {

void forget_generations(const std::vector<Generation>& meant, std::optional<std::uint64_t> current,
                        bool is_chosen, const std::function<void(std::uint64_t)>& forget) {
  for (const Generation& one : meant) {
    if (one.number != current) {
      forget(one.number);
    } else if (is_chosen) {
      note(fmt::format("generation {} is kept: it is the current one", one.number));
    }
  }
}

}  // namespace cairn
