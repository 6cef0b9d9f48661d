// SPDX-License-Identifier: GPL-3.0-or-later
// ProfileBuilder: from what a person names to entries in the store, and from a manifest to the item
// of a profile. The evaluator and the engine are started when they are first needed.
#pragma once

#include "cli/build_options.hh"
#include "cli/collection.hh"
#include "cli/open_engine.hh"
#include "cli/package_arguments.hh"
#include "cli/profile/evaluated_entries.hh"
#include "cli/profile/profile_item.hh"

namespace cairn {

class ProfileBuilder {
 public:
  ProfileBuilder(const PlaceWishes& place, const PackageWishes& packages,
                 const BuildWishes& builds);
  ProfileBuilder(ProfileBuilder&&) = delete;

  const LoadPath& load_path() const { return collection_.path; }
  // The channels that packages come from, at their commits.
  std::vector<Channel> channels() const { return channels_of(collection_.channels); }
  const Place& place() const { return place_; }
  Engine& engine() { return opened().engine; }

  // What TARGETS would be in a profile. Nothing is in the store yet.
  EvaluatedEntries evaluate(const std::vector<PackageTarget>& targets);
  // The derivations that would have to be built for it.
  std::vector<StorePath> missing(const EvaluatedEntries& entries);
  // Build them. What fails is reported, and told by the result.
  Exit build(const EvaluatedEntries& entries);
  // The item of a profile with MANIFEST, whose entries are in the store. PATH is where it will be
  // seen. Throws, naming the packages, when two of them collide.
  StorePath join(const Manifest& manifest, const StoreView& view, const std::string& path,
                 Collisions collisions);
  // Take progress off the terminal. Nothing may be built after.
  void finish() { opened().display.finish(); }

 private:
  OpenEngine& opened();
  std::optional<std::size_t> provenance_of(const PackageTarget& target) const;
  void tell_collisions(const Manifest& manifest, std::string log) const;

  PlaceWishes place_wishes_;
  BuildWishes builds_;
  Place place_;
  Collection collection_;
  Evaluation evaluation_;
  std::optional<OpenEngine> opened_;
};

}  // namespace cairn
