// SPDX-License-Identifier: GPL-3.0-or-later
// A derivation as JSON, in the shape of `nix show-derivation`.
#pragma once

#include "core/derivation/derivation.hh"

#include <nlohmann/json.hpp>

namespace cairn {

nlohmann::json to_json(const StoreDir& store, const Derivation& derivation);

}  // namespace cairn
