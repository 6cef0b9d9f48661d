// SPDX-License-Identifier: GPL-3.0-or-later
// A derivation as JSON, in the shape of `nix show-derivation`.
#pragma once

#include "core/derivation/derivation.hh"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

nlohmann::json to_json(const StoreDir& store, const Derivation& derivation);

struct JsonDerivation {
  std::string key;        // what the text calls it; empty when it is the whole text
  Derivation derivation;  // its outputs have made-up paths
};

// Read TEXT: one derivation, or an object of several; paths of outputs need not be there. Throws
// naming the field that is wrong.
std::vector<JsonDerivation> parse_derivation_json(const StoreDir& store, std::string_view text);

}  // namespace cairn
