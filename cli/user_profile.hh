// SPDX-License-Identifier: GPL-3.0-or-later
// UserProfile: the profile that a command is about: where it is, what it holds, and how it goes
// from one generation to another.
#pragma once

#include "cli/place.hh"
#include "cli/profile/manifest.hh"
#include "cli/profile/profile_place.hh"
#include "cli/profile/store_view.hh"
#include "core/profile/generations.hh"
#include "daemon/client/engine.hh"

namespace cairn {

// The name of who runs this, or the number of one without a name.
std::string user_name();

// Where the profile NAME of who runs this is, or the one at PATH.
ProfilePlace profile_place_of(const PlaceWishes& wishes, const std::optional<std::string>& path,
                              const std::string& name = "profile");

class UserProfile {
 public:
  UserProfile(const PlaceWishes& wishes, const std::optional<std::string>& path);

  const Place& place() const { return place_; }
  const ProfilePlace& where() const { return where_; }
  const Profile& links() const { return links_; }
  const StoreView& view() const { return view_; }

  // What the current generation holds; nothing before the first.
  Manifest manifest() const;
  Manifest manifest(const Generation& generation) const;

  // Waits for who else is changing it, and says so.
  ProfileChange begin() const;
  // Make a generation of ITEM, which ENGINE keeps, and a root of it; NUMBER is its own where given.
  std::uint64_t add(ProfileChange& change, Engine& engine, const StorePath& item,
                    std::optional<std::uint64_t> number = {}) const;
  // Let the link show generation NUMBER, and have the launchers for it.
  void show(ProfileChange& change, std::uint64_t number) const;
  // What to do so that a shell finds the programs; nothing where it does.
  std::optional<std::string> path_hint() const;

 private:
  void link_from_home() const;

  Place place_;
  ProfilePlace where_;
  Profile links_;
  StoreView view_;
};

}  // namespace cairn
