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

// What ITEM and all that it needs are as parts of a pack, each behind those that it refers to; the
// order follows from the items alone, and not from when they came into the store.
std::vector<pack::Item> pack_items(Engine& engine, const Place& place, const StorePath& item);

// Throws when two of LINKS, or one and a member of every pack, stand at one path or one in the
// other, and when the profile at PROFILE in the store that VIEW shows has no such target.
void check_pack_links(const std::vector<PackLink>& links, const std::string& profile,
                      const StoreView& view);

// The links that LINKS mean, to the folder PROFILE in the store: absolute, or, for packs that may
// lie anywhere, relative to where each stands.
enum class LinkKind { absolute, relative };
std::vector<pack::Link> pack_links(const std::vector<PackLink>& links, const std::string& profile,
                                   LinkKind kind);

// The same for a pack that finds itself: a launcher for each program that is linked, or that is in
// a folder that is, or in a folder of that one. What is no program, and folders without any, are
// linked.
void add_launchers(pack::Contents& contents, const std::vector<PackLink>& links,
                   const std::string& profile, const StoreView& view);

}  // namespace cairn
