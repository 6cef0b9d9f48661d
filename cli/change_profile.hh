// SPDX-License-Identifier: GPL-3.0-or-later
// Changing what is in a profile: all that a command asks for becomes one new generation.
#pragma once

#include "cli/build_options.hh"
#include "cli/package_arguments.hh"
#include "cli/place.hh"

namespace cairn {

struct ProfileWishes {
  PackageWishes packages;  // -e and -f are installed
  BuildWishes builds;
  std::optional<std::string> path;  // of the profile
  bool dry_run = false;
  bool allow_collisions = false;
};

// -p, -n, --allow-collisions and those of packages and builds.
Options profile_options(ProfileWishes& wishes);

struct ProfileOrder {
  std::vector<std::string> install;    // specifications
  std::vector<std::string> remove;     // the same
  std::vector<std::string> manifests;  // files; what is in none of them goes
  bool upgrades = false;
  std::vector<std::string> upgrade_only;  // regular expressions; none: all
  std::vector<std::string> upgrade_not;
};

// Do what ORDER says. What is there already makes no generation.
Exit change_profile(const ProfileWishes& wishes, const ProfileOrder& order,
                    const PlaceWishes& place);

}  // namespace cairn
