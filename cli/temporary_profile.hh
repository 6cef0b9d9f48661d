// SPDX-License-Identifier: GPL-3.0-or-later
// A profile for one command: it has no generation and no link, and lives as long as what runs in
// it.
#pragma once

#include "cli/change_profile.hh"
#include "cli/environment.hh"
#include "cli/profile/manifest.hh"

namespace cairn {

struct ShownProfile {
  StorePath item;
  Manifest manifest;
  std::vector<SearchPathValue> search_paths;
};

// A profile with what PACKAGES and SPECIFICATIONS name, in the store of PLACE. Throws when it
// cannot be had; what failed to build was reported.
class TemporaryProfile {
 public:
  TemporaryProfile(const PlaceWishes& place, const PackageWishes& packages,
                   const std::vector<std::string>& specifications, const ProfileWishes& wishes);
  ~TemporaryProfile();
  TemporaryProfile(TemporaryProfile&&) = delete;

  const ShownProfile& shown() const;
  // The names of its programs.
  std::vector<std::string> programs() const;
  // Where PROGRAM is in it, by the store's own name; nothing when it has none.
  std::optional<std::string> find(const std::string& program) const;

  const Place& place() const;
  const StoreView& view() const;
  Engine& engine();
  // It and all that it needs.
  std::vector<StorePath> closure();
  // ENVIRONMENT with the profile's search paths, and its name.
  Environment environment_in(Environment environment) const;

  // Be COMMAND, where the store is in its place, with ENVIRONMENT and the profile's search paths.
  [[noreturn]] void become(const std::vector<std::string>& command, Environment environment);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;  // the engine keeps the item until the command does
};

}  // namespace cairn
