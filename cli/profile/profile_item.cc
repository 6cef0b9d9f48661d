// SPDX-License-Identifier: GPL-3.0-or-later
// Making the item of a profile.
#include "cli/profile/profile_item.hh"

#include "cli/profile/search_paths.hh"
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/derivation/output_paths.hh"

namespace cairn {

namespace {

constexpr const char* item_name = "profile";
constexpr const char* manifest_name = "manifest.json";
constexpr std::size_t manifest_limit = 16 << 20;

constexpr std::string_view log_prefix = "cairn: union: ";

// The line of LOG that tells of a collision is "cairn: union: WHERE is in A and in B, and WHY".
struct Collision {
  std::string where;
  std::string first;
  std::string second;
  std::string why;
};

std::optional<Collision> collision_in(std::string_view log) {
  std::size_t is_in = log.find(" is in /");
  if (is_in == log.npos) return std::nullopt;
  std::size_t second = log.find(" and in /", is_in);
  std::size_t why = second == log.npos ? log.npos : log.find(", and ", second);
  if (why == log.npos) return std::nullopt;
  std::size_t start = log.rfind(log_prefix, is_in);
  if (start == log.npos) return std::nullopt;
  start += log_prefix.size();
  std::size_t end = std::min(log.find('\n', why), log.size());
  auto part = [&](std::size_t from, std::size_t to) {
    return std::string(log.substr(from, to - from));
  };
  return Collision{part(start, is_in), part(is_in + 7, second), part(second + 8, why),
                   part(why + 6, end)};
}

const ManifestEntry* owner_of(const StoreDir& store, const std::vector<ManifestEntry>& entries,
                              const std::string& path) {
  for (const ManifestEntry& entry : entries) {
    if (store.print(entry.item) == path) return &entry;
  }
  return nullptr;
}

const ManifestEntry* who_propagates(const Manifest& manifest, const StorePath& item) {
  for (auto* list : {&manifest.entries, &manifest.propagated}) {
    for (const ManifestEntry& entry : *list) {
      for (const StorePath& other : entry.propagated) {
        if (other == item) return &entry;
      }
    }
  }
  return nullptr;
}

// How a person knows what is at PATH.
std::string owner_text(const StoreDir& store, const Manifest& manifest, const std::string& path) {
  if (auto* entry = owner_of(store, manifest.entries, path)) {
    return fmt::format("'{}'", label_of(*entry));
  }
  auto* entry = owner_of(store, manifest.propagated, path);
  if (!entry) return "the profile's own files";
  auto* cause = who_propagates(manifest, entry->item);
  if (!cause) return fmt::format("'{}'", label_of(*entry));
  return fmt::format("'{}', which '{}' brings along", label_of(*entry), label_of(*cause));
}

}  // namespace

StorePathSet items_of(const Manifest& manifest) {
  StorePathSet items;
  for (const ManifestEntry& entry : manifest.entries) items.insert(entry.item);
  for (const ManifestEntry& entry : manifest.propagated) items.insert(entry.item);
  return items;
}

TreeEntries profile_files(const Manifest& manifest, const StoreView& view,
                          const std::string& path) {
  return {{manifest_name, manifest_text(view.store(), manifest)},
          {"etc/profile", profile_script(search_path_values(manifest, view), path)}};
}

Derivation profile_derivation(const StoreDir& store, const Manifest& manifest,
                              const StorePath& files, Collisions collisions) {
  std::string inputs = store.print(files);
  for (const ManifestEntry& entry : manifest.entries) inputs += " " + store.print(entry.item);
  for (const ManifestEntry& entry : manifest.propagated) inputs += " " + store.print(entry.item);
  Derivation derivation;
  derivation.name = item_name;
  derivation.system = "builtin";
  derivation.builder = "builtin:union-1";
  derivation.input_sources = items_of(manifest);
  derivation.input_sources.insert(files);
  derivation.environment = {
      {"name", item_name},
      {"inputs", inputs},
      {"collisions", collisions == Collisions::first ? "warn-first" : "error"}};
  derivation.outputs.emplace("out", DerivationOutput{files});  // computed below
  DerivationHashes hashes(store, [](const StorePath& path) -> Derivation {
    throw Error("a profile is built by no derivation, such as {}", path.base_name());
  });
  return with_output_paths(store, std::move(derivation), hashes);
}

StorePath add_profile(Engine& engine, const Manifest& manifest, const TreeEntries& files,
                      Collisions collisions) {
  StringSink archive;
  write_tree(files, archive);
  StringSource source(archive.text());
  // It names the items, so it keeps them: also those of which the union shows nothing.
  StorePath folder =
      engine.add_archive("profile-files", {ContentMethod::recursive, HashAlgorithm::sha256}, source,
                         items_of(manifest));
  Derivation derivation = profile_derivation(engine.store(), manifest, folder, collisions);
  return engine.add_text(derivation.name + ".drv", print_aterm(engine.store(), derivation),
                         references_of(derivation));
}

Manifest manifest_of_item(const StoreView& view, const StorePath& item) {
  std::string path = view.store().print(item);
  auto file = view.find(path + "/" + manifest_name);
  if (!file) throw Error("{} is no profile: it has no {}", path, manifest_name);
  return with_context(
      path, [&] { return parse_manifest(view.store(), read_file(*file, manifest_limit)); });
}

Error collision_error(const StoreDir& store, const Manifest& manifest, std::string_view log) {
  auto found = collision_in(log);
  if (!found) return Error("cannot make the profile: {}", log.substr(0, log.find('\n')));
  Error error("cannot make the profile: {} is in {} and in {}, and {}", found->where,
              owner_text(store, manifest, found->first), owner_text(store, manifest, found->second),
              found->why);
  auto* second = owner_of(store, manifest.entries, found->second);
  auto* first = owner_of(store, manifest.entries, found->first);
  const ManifestEntry* one = second ? second : first;
  std::string way = one ? fmt::format("cairn remove {}", one->name) : "remove one of them";
  error.with_hint(way + ", or take the first: --allow-collisions");
  error.with_status(Exit::build_failed);
  return error;
}

}  // namespace cairn
