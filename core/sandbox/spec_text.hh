// SPDX-License-Identifier: GPL-3.0-or-later
// A Spec as bytes, for the way from the engine to its spawner.
#pragma once

#include "core/sandbox/spec.hh"

#include <string>
#include <string_view>

namespace cairn::sandbox {

std::string encode(const Spec& spec);
// Throws when BYTES are not what encode() makes.
Spec decode(std::string_view bytes);

}  // namespace cairn::sandbox
