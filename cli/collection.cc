// SPDX-License-Identifier: GPL-3.0-or-later
// Putting the collection together.
#include "cli/collection.hh"

#include "cli/channel_place.hh"
#include "cli/evaluation/evaluator.hh"

#include <filesystem>
#include <unistd.h>

namespace cairn {

ModuleTree module_tree(const ChannelFolders& folders, const PulledChannel& pulled) {
  return {folders.repository(pulled.channel), pulled.tree, pulled.prefix()};
}

ChannelGenerations channel_generations(const Place& place) {
  return {place.store, place.root, channel_folders(place)};
}

Collection collection_for(const PackageWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  ChannelGenerations generations = channel_generations(place);
  PulledChannels channels = place_wishes.channels ? *place_wishes.channels : generations.current();
  std::vector<std::string> folders = package_folders(wishes);
  std::string installed = evaluator_files().packages;
  if (channels.empty() && access(installed.c_str(), F_OK) == 0) {
    folders.push_back(std::filesystem::canonical(installed).string());
  }
  Collection collection{LoadPath(folders), channels};
  collection.path.cache_in(generations.folders().caches());
  for (const PulledChannel& state : channels) {
    collection.path.add(module_tree(generations.folders(), state));
  }
  allow_files(wishes, collection.path);
  return collection;
}

}  // namespace cairn
