// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations out of JSON, in the shape of `nix show-derivation`, but that paths of outputs need
// not be there.
#pragma once

#include "core/derivation/derivation.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct JsonDerivation {
  std::string key;        // what the file calls it; empty when it is the whole file
  Derivation derivation;  // its outputs have made-up paths
};

// Read TEXT: one derivation, or an object of several. Throws naming the field that is wrong.
std::vector<JsonDerivation> parse_derivation_json(const StoreDir& store, std::string_view text);

}  // namespace cairn
