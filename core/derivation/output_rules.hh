// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for the outputs of a derivation together, in whatever form it is written.
#pragma once

#include "core/derivation/derivation.hh"

#include <string_view>

namespace cairn {

// What is wrong with the outputs of DERIVATION; empty when nothing is.
std::string_view fault_of_outputs(const Derivation& derivation);

}  // namespace cairn
