// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of items, made readable.
#pragma once

#include "daemon/client/engine.hh"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

std::string record_of(const StoreDir& store, const ItemInfo& info);

// In the shape of `nix path-info --json`.
nlohmann::json json_of(const StoreDir& store, const ItemInfo& info);

// A root: what keeps an item, and the item's path.
std::string root_line(std::string_view origin, std::string_view item);
nlohmann::json json_of_root(std::string_view origin, std::string_view item);

}  // namespace cairn
