// SPDX-License-Identifier: GPL-3.0-or-later
// From a profile in the store to what is in a pack.
#pragma once

#include "cli/place.hh"
#include "cli/profile/store_view.hh"
#include "core/pack/contents.hh"
#include "daemon/client/engine.hh"

namespace cairn {

// "opt/bin=bin": at PATH of the pack, a link to TARGET of the profile.
struct PackLink {
  std::string path;
  std::string target;
  bool operator==(const PackLink&) const = default;
};

// Throws for what is not PATH=TARGET, and for paths that climb.
PackLink parse_pack_link(const std::string& text);

// ITEMS, each behind those that it refers to, as parts of a pack.
std::vector<pack::Item> pack_items(Engine& engine, const Place& place,
                                   const std::vector<StorePath>& items);

// The links that LINKS mean, to the folder PROFILE in the store: absolute, or, for packs that may
// lie anywhere, relative to where each stands.
enum class LinkKind { absolute, relative };
std::vector<pack::Link> pack_links(const std::vector<PackLink>& links, const std::string& profile,
                                   LinkKind kind);

// The same for a pack that finds itself: for each program in a folder that is linked, and for each
// program that is, a launcher in its place. What is no program is linked.
void add_launchers(pack::Contents& contents, const std::vector<PackLink>& links,
                   const std::string& profile, const StoreView& view);

}  // namespace cairn
