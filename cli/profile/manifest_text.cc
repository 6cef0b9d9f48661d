// SPDX-License-Identifier: GPL-3.0-or-later
// A manifest as JSON. It comes from the store, but anybody may have made it: whatever is not as we
// write it is refused.
#include "cli/channels/channel_text.hh"
#include "cli/profile/manifest.hh"
#include "core/base/error.hh"
#include "core/json/parse.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

// Keys keep the order in which they are written.
using Json = nlohmann::ordered_json;

constexpr int format_version = 1;

Json json_of(const SearchPath& path) {
  return {{"variable", path.variable},
          {"files", path.files},
          {"separator", path.separator ? Json(*path.separator) : Json()},
          {"file-type", path.file_type}};
}

Json json_of(const StoreDir& store, const ManifestEntry& entry) {
  Json propagated = Json::array();
  for (const StorePath& item : entry.propagated) propagated.push_back(store.print(item));
  Json search_paths = Json::array();
  for (const SearchPath& path : entry.search_paths) search_paths.push_back(json_of(path));
  return {{"name", entry.name},
          {"version", entry.version},
          {"output", entry.output},
          {"item", store.print(entry.item)},
          {"propagated", std::move(propagated)},
          {"search-paths", std::move(search_paths)},
          {"provenance", entry.provenance ? Json(*entry.provenance) : Json()}};
}

Json json_of(const StoreDir& store, const std::vector<ManifestEntry>& entries) {
  Json list = Json::array();
  for (const ManifestEntry& entry : entries) list.push_back(json_of(store, entry));
  return list;
}

// That nothing else stands in an object follows from its being printed the same again.
std::string text_at(const Json& object, const char* key) {
  return object.at(key).get<std::string>();
}

SearchPath search_path_of(const Json& object) {
  const Json& separator = object.at("separator");
  return {text_at(object, "variable"), object.at("files").get<std::vector<std::string>>(),
          separator.is_null() ? std::nullopt : std::optional(separator.get<std::string>()),
          text_at(object, "file-type")};
}

ManifestEntry entry_of(const StoreDir& store, const Json& object, std::size_t channels) {
  ManifestEntry entry{text_at(object, "name"), text_at(object, "version"),
                      text_at(object, "output"), store.parse(text_at(object, "item"))};
  for (const Json& item : object.at("propagated")) {
    entry.propagated.push_back(store.parse(item.get<std::string>()));
  }
  for (const Json& path : object.at("search-paths")) {
    entry.search_paths.push_back(search_path_of(path));
  }
  const Json& provenance = object.at("provenance");
  if (provenance.is_null()) return entry;
  if (!provenance.is_number_unsigned() || provenance.get<std::uint64_t>() >= channels) {
    throw Error("'{}' came from a channel that is not there", entry.name);
  }
  entry.provenance = provenance.get<std::size_t>();
  return entry;
}

Manifest manifest_of(const StoreDir& store, const Json& object) {
  Manifest manifest;
  if (object.at("version") != format_version) {
    throw Error("it is of another version than {}, the only one that this cairn knows",
                format_version);
  }
  for (const Json& channel : object.at("channels")) {
    manifest.channels.push_back(parse_channel_json(channel));
  }
  std::size_t channels = manifest.channels.size();
  for (const Json& entry : object.at("entries")) {
    manifest.entries.push_back(entry_of(store, entry, channels));
  }
  for (const Json& entry : object.at("propagated")) {
    manifest.propagated.push_back(entry_of(store, entry, channels));
  }
  return manifest;
}

}  // namespace

std::string manifest_text(const StoreDir& store, const Manifest& manifest) {
  Json channels = Json::array();
  for (const Channel& channel : manifest.channels) channels.push_back(channel_json(channel));
  Json object = {{"version", format_version},
                 {"entries", json_of(store, manifest.entries)},
                 {"propagated", json_of(store, manifest.propagated)},
                 {"channels", std::move(channels)}};
  return object.dump(1) + "\n";
}

Manifest parse_manifest(const StoreDir& store, std::string_view text) {
  return with_context("cannot read the manifest of a profile", [&] {
    try {
      Manifest manifest = manifest_of(store, parse_json(text));
      bool is_tidy = tidied(manifest, manifest.channels.size()) == manifest;
      if (!is_tidy || manifest_text(store, manifest) != text) {
        throw Error("it is not as cairn writes it");
      }
      return manifest;
    } catch (const nlohmann::json::exception& error) {
      throw Error(std::string(error.what()));
    }
  });
}

}  // namespace cairn
