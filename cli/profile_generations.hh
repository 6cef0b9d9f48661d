// SPDX-License-Identifier: GPL-3.0-or-later
// Going between the generations of a profile, deleting and listing them. Nothing is evaluated.
#pragma once

#include "cli/user_profile.hh"

#include <nlohmann/json_fwd.hpp>

namespace cairn {

// To the next older one; before the first there is generation 0, which is empty.
void roll_back(const UserProfile& profile, const PlaceWishes& place);
// To the one that TEXT means: "3", "+1", "-1".
void switch_generation(const UserProfile& profile, const std::string& text);
// Those that PATTERN means, all others than the current one if it is empty.
void delete_generations(const UserProfile& profile, const std::string& pattern);

// Print those that PATTERN means, or all, each with what changed since the one before it.
void list_generations(const UserProfile& profile, const std::string& pattern, bool as_json);

// ENTRY as JSON.
nlohmann::json json_of(const StoreDir& store, const ManifestEntry& entry);

}  // namespace cairn
