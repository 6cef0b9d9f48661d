// SPDX-License-Identifier: GPL-3.0-or-later
// Launchers: for who uses a store below a root folder without any privilege, a folder of small
// scripts that start the programs of a profile where the store is seen in its place. They go
// through the profile's link, so all of them change at once when it does.
#pragma once

#include "cli/profile/store_view.hh"

#include <map>
#include <string>

namespace cairn {

// What a launcher needs to know.
struct LauncherPlace {
  std::string command;               // cairn, where it is now
  std::vector<std::string> options;  // that choose the store
  std::string profile;               // the profile's link, as seen inside
};

struct Launchers {
  std::string place;                         // as text, which each of the texts follows from
  std::map<std::string, std::string> texts;  // by name
};

// Launchers for the programs in bin and sbin of ITEM, a profile.
Launchers launchers_for(const LauncherPlace& place, const StoreView& view, const StorePath& item);

// Make those of LAUNCHERS that FOLDER lacks or has otherwise.
void add_launchers(const std::string& folder, const Launchers& launchers);
// Delete all launchers in FOLDER that are not among LAUNCHERS, which were added before. Other files
// are left alone.
void remove_other_launchers(const std::string& folder, const Launchers& launchers);

}  // namespace cairn
