// SPDX-License-Identifier: GPL-3.0-or-later
// Manifest: what is in a profile and where it came from. Its text is manual/formats/profiles.md.
#pragma once

#include "channels/declaration/channel.hh"
#include "core/item/store_path.hh"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// A variable that programs look things up by, and the folders of a profile that belong into it.
struct SearchPath {
  std::string variable;
  std::vector<std::string> files;        // relative to the profile
  std::optional<std::string> separator;  // nothing: the variable holds one path
  std::string file_type = "directory";   // or "regular"
  auto operator<=>(const SearchPath&) const = default;
};

// One output of a package.
struct ManifestEntry {
  std::string name;
  std::string version;
  std::string output;
  StorePath item;
  std::vector<StorePath> propagated = {};  // items that come along, directly
  std::vector<SearchPath> search_paths = {};
  std::optional<std::size_t> provenance = std::nullopt;  // which of the manifest's channels
  auto operator<=>(const ManifestEntry&) const = default;
};

struct Manifest {
  std::vector<ManifestEntry> entries;     // what the user wished, in the order of the wishes
  std::vector<ManifestEntry> propagated;  // what comes along, by item, each once
  std::vector<Channel> channels;          // at the commits that packages came from
  bool operator==(const Manifest&) const = default;
};

// "hello 2.10", "hello:doc 2.10".
std::string label_of(const ManifestEntry& entry);

// MANIFEST without what nobody needs: propagated entries that none reaches, channels beyond the
// first PRESENT that none came from. The propagated ones come in their order.
Manifest tidied(Manifest manifest, std::size_t present);

std::string manifest_text(const StoreDir& store, const Manifest& manifest);
// Throws for what manifest_text() would not have written.
Manifest parse_manifest(const StoreDir& store, std::string_view text);

}  // namespace cairn
