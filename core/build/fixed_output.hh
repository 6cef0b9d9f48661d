// SPDX-License-Identifier: GPL-3.0-or-later
// Fixed outputs: whether what was made is what the derivation promises by a hash.
#pragma once

#include "core/derivation/derivation.hh"
#include "core/store/store.hh"

#include <optional>
#include <string>
#include <vector>

namespace cairn {

// The content address that the staged ITEM has, by the method that FIXED promises a hash for.
ContentAddress content_address_of(Store& store, const FixedOutput& fixed, const StagedItem& item);

// What of ITEMS, the staged outputs of DERIVATION, has another hash than was promised; nothing when
// all is well, and then those that are fixed carry their content address. Throws where one of
// these refers to a store item.
std::optional<std::string> fixed_output_problem(Store& store, const Derivation& derivation,
                                                std::vector<StagedItem>& items);

}  // namespace cairn
