// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said of manifests without their text.
#include "cli/profile/manifest.hh"

#include "core/base/error.hh"

#include <map>
#include <set>

namespace cairn {

namespace {

// The items that ENTRIES propagate, through those that are POSSIBLE.
StorePathSet reached(const std::vector<ManifestEntry>& entries,
                     const std::map<StorePath, const ManifestEntry*>& possible) {
  StorePathSet found;
  std::vector<const ManifestEntry*> waiting;
  for (const ManifestEntry& entry : entries) waiting.push_back(&entry);
  while (!waiting.empty()) {
    const ManifestEntry& entry = *waiting.back();
    waiting.pop_back();
    for (const StorePath& item : entry.propagated) {
      auto known = possible.find(item);
      if (known == possible.end()) throw Error("nothing is said of {}", item.base_name());
      if (found.insert(item).second) waiting.push_back(known->second);
    }
  }
  return found;
}

// Leave out channels from PRESENT on that no entry came from.
void drop_channels(Manifest& manifest, std::size_t present) {
  std::set<std::size_t> used;
  for (auto* list : {&manifest.entries, &manifest.propagated}) {
    for (const ManifestEntry& entry : *list) {
      if (entry.provenance) used.insert(*entry.provenance);
    }
  }
  std::vector<Channel> kept;
  std::map<std::size_t, std::size_t> places;
  for (std::size_t i = 0; i < manifest.channels.size(); ++i) {
    if (i >= present && !used.contains(i)) continue;
    places[i] = kept.size();
    kept.push_back(std::move(manifest.channels[i]));
  }
  manifest.channels = std::move(kept);
  for (auto* list : {&manifest.entries, &manifest.propagated}) {
    for (ManifestEntry& entry : *list) {
      if (entry.provenance) entry.provenance = places.at(*entry.provenance);
    }
  }
}

}  // namespace

std::string label_of(const ManifestEntry& entry) {
  std::string label = entry.name;
  if (entry.output != "out") label += ":" + entry.output;
  return entry.version.empty() ? label : label + " " + entry.version;
}

Manifest tidied(Manifest manifest, std::size_t present) {
  std::map<StorePath, const ManifestEntry*> possible;
  for (const ManifestEntry& entry : manifest.propagated) possible.emplace(entry.item, &entry);
  std::vector<ManifestEntry> kept;
  for (const StorePath& item : reached(manifest.entries, possible)) {
    kept.push_back(*possible.at(item));
  }
  manifest.propagated = std::move(kept);
  drop_channels(manifest, present);
  return manifest;
}

}  // namespace cairn
