// SPDX-License-Identifier: GPL-3.0-or-later
// The store item of a profile: a union of its entries' items and of a folder with its manifest,
// put together without any evaluation, so that whoever has the manifest has the profile again.
#pragma once

#include "cli/profile/manifest.hh"
#include "cli/profile/store_view.hh"
#include "core/base/error.hh"
#include "daemon/client/engine.hh"
#include "scheme/border/tree_archive.hh"

namespace cairn {

enum class Collisions { refused, first };

// What is in the folder that a profile has of its own: manifest.json and etc/profile. PATH is where
// etc/profile looks for the profile.
TreeEntries profile_files(const Manifest& manifest, const StoreView& view, const std::string& path);

// The derivation that joins the items of MANIFEST and FILES, which is the folder with the above.
Derivation profile_derivation(const StoreDir& store, const Manifest& manifest,
                              const StorePath& files, Collisions collisions);

// The items of all entries.
StorePathSet items_of(const Manifest& manifest);

// Add both to ENGINE; the derivation's path. All items must be valid.
StorePath add_profile(Engine& engine, const Manifest& manifest, const TreeEntries& files,
                      Collisions collisions);

// The manifest of the profile that is ITEM; throws when it is none.
Manifest manifest_of_item(const StoreView& view, const StorePath& item);

// What to say when the union of MANIFEST failed with LOG: what collides, and whose it is.
Error collision_error(const StoreDir& store, const Manifest& manifest, std::string_view log);

}  // namespace cairn
