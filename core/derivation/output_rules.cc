// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs, looked at together.
#include "core/derivation/output_rules.hh"

#include <algorithm>

namespace cairn {

std::string_view fault_of_outputs(const Derivation& derivation) {
  const auto& outputs = derivation.outputs;
  if (outputs.empty()) return "it has no output";
  auto is_fixed = [](const auto& output) { return output.second.fixed.has_value(); };
  if (!std::ranges::any_of(outputs, is_fixed) || derivation.is_fixed()) return "";
  return "a fixed output that is not the only one or is not named \"out\"";
}

}  // namespace cairn
