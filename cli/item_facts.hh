// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of items, made readable.
#pragma once

#include "daemon/client/engine.hh"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace cairn {

std::string record_of(const StoreDir& store, const ItemInfo& info);

// In the shape of `nix path-info --json`.
nlohmann::json json_of(const StoreDir& store, const ItemInfo& info);

}  // namespace cairn
