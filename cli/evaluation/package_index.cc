// SPDX-License-Identifier: GPL-3.0-or-later
// Finding packages by name.
#include "cli/evaluation/package_index.hh"

#include "channels/index/module_block.hh"
#include "channels/index/tree_index.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/nearest.hh"

#include <set>

namespace cairn {

namespace {

constexpr int hop_limit = 20;  // or packages inherit each other
constexpr PackageField computed{PackageField::Kind::computed, {}};

// Each repository has a folder of its own for its indexes: those of others are no help.
ChannelIndex index_of(const ModuleTree& tree, const std::string& indexes) {
  const Repository& repository = *tree.repository();
  if (indexes.empty()) return index_tree(repository, tree.tree(), nullptr);
  std::string name = repository.folder().substr(repository.folder().rfind('/') + 1);
  return find_or_make_index(indexes + "/" + name, repository, tree.tree());
}

std::vector<PackageSource> sources_of(const LoadPath& path) {
  std::vector<PackageSource> sources;
  sources.emplace_back(SkimmedFiles{path.module_files()});
  for (const ModuleTree& tree : path.trees()) {
    sources.emplace_back(IndexedChannel{tree.prefix() + "/", index_of(tree, path.indexes())});
  }
  return sources;
}

}  // namespace

PackageIndex::PackageIndex(const LoadPath& path) : PackageIndex(sources_of(path)) {}

PackageIndex::PackageIndex(std::vector<PackageSource> sources) : sources_(std::move(sources)) {
  for (const PackageSource& source : sources_) add_source(source);
  std::set<std::vector<std::string_view>> seen;
  std::erase_if(files_,
                [&](const IndexedFile& file) { return !seen.insert(file.module->module).second; });
  list_packages();
}

void PackageIndex::add_source(const PackageSource& source) {
  if (const auto* files = std::get_if<SkimmedFiles>(&source)) {
    for (const std::string& file : files->files) add_skimmed(file);
  } else if (const auto* channel = std::get_if<IndexedChannel>(&source)) {
    for (const IndexedModule& module : channel->index.modules()) {
      add_file({channel->prefix, module.file, &module.packages});
    }
  }
}

void PackageIndex::add_skimmed(const std::string& file) {
  Skimmed& skimmed = skimmed_.emplace_back();
  skimmed.block = module_block(read_file(file));
  if (auto module = read_block(skimmed.block)) skimmed.module = std::move(*module);
  add_file({"", file, &skimmed.module});
}

void PackageIndex::add_file(const IndexedFile& file) {
  if (!file.module->problem.empty()) {
    // It must not hide all other packages; it is told when one is not found.
    problems_.push_back(fmt::format("{}: {}", file.name(), file.module->problem));
  } else if (!file.module->module.empty()) {
    files_.push_back(file);
  }
}

void PackageIndex::list_packages() {
  std::size_t count = 0;
  for (const IndexedFile& file : files_) count += file.module->packages.size();
  variables_.reserve(count);
  for (const IndexedFile& file : files_) {
    for (const PackageEntry& entry : file.module->packages) {
      variables_.emplace(entry.variable, Place{&file, &entry});
    }
  }
  packages_.reserve(count);
  for (const IndexedFile& file : files_) {
    for (const PackageEntry& entry : file.module->packages) {
      Place place{&file, &entry};
      bool is_hidden = resolve(place, &PackageEntry::hidden, true).field.text == "#t";
      if (entry.is_public && !is_hidden) packages_.push_back(package_at(place));
    }
  }
}

IndexedPackage PackageIndex::package_at(Place place) const {
  std::string_view name = resolve(place, &PackageEntry::name, true).field.text;
  // Whose name nobody knows without evaluating goes by its variable's.
  if (name.empty()) name = place.entry->variable;
  return {place.file, place.entry, name, resolve(place, &PackageEntry::version, true).field.text};
}

// A module's own variables come first; those of other modules count if they are public.
PackageIndex::Lookup PackageIndex::look_up(const IndexedFile& file,
                                           std::string_view variable) const {
  auto [begin, end] = variables_.equal_range(variable);
  Lookup found;
  for (auto at = begin; at != end; ++at) {
    const Place& place = at->second;
    if (place.file == &file) return {place, true};
    if (!place.entry->is_public) continue;
    // Which of them the module imports is not looked into.
    found.is_sure = !found.place.entry;
    if (!found.place.entry || place.file < found.place.file) found.place = place;
  }
  return found;
}

PackageIndex::ResolvedField PackageIndex::resolve(Place place, Field field, bool guess) const {
  for (int hop = 0; hop < hop_limit; ++hop) {
    if (place.entry->is_wrapped && !guess) return {computed, place.file};
    const PackageField& own = place.entry->*field;
    if (own.kind != PackageField::Kind::absent) return {own, place.file};
    const PackageField& inherits = place.entry->inherits;
    if (inherits.kind == PackageField::Kind::absent) return {own, place.file};
    if (!inherits.is_known()) return {computed, place.file};
    Lookup found = look_up(*place.file, inherits.text);
    if (!found.place.entry || (!found.is_sure && !guess)) return {computed, place.file};
    place = found.place;
  }
  return {computed, place.file};
}

PackageIndex::ResolvedField PackageIndex::resolve(const IndexedPackage& package,
                                                  Field field) const {
  return resolve(Place{package.file, package.entry}, field, false);
}

PackageIndex::Meant PackageIndex::meaning(const IndexedFile& file,
                                          std::string_view variable) const {
  Lookup found = look_up(file, variable);
  if (!found.place.entry) return {{}, found.is_sure};
  return {package_at(found.place), found.is_sure};
}

const IndexedPackage& PackageIndex::get(const PackageSpecification& wanted) const {
  const IndexedPackage* best = nullptr;
  for (const IndexedPackage& package : packages_) {
    if (package.name != wanted.name || !is_meant(package.version, wanted.version)) continue;
    if (!best || is_older(best->version, package.version)) best = &package;
  }
  if (!best) refuse(wanted);
  return *best;
}

FoundPackage PackageIndex::find(const PackageSpecification& wanted) const {
  const IndexedPackage& package = get(wanted);
  const auto& module = package.file->module->module;
  return {{module.begin(), module.end()},
          std::string(package.entry->variable),
          std::string(package.name),
          std::string(package.version),
          package.file->name()};
}

void PackageIndex::refuse(const PackageSpecification& wanted) const {
  std::set<std::string> names;
  std::string versions;
  for (const IndexedPackage& package : packages_) {
    names.emplace(package.name);
    if (package.name != wanted.name) continue;
    versions += (versions.empty() ? "" : ", ") + std::string(package.version);
  }
  if (!versions.empty()) {
    throw Error("there is no '{}' of version {}", wanted.name, wanted.version)
        .with_hint("there are: " + versions);
  }
  std::string message = fmt::format("there is no package '{}'", wanted.name);
  for (const std::string& problem : problems_) message += "\n  not read: " + problem;
  Error error{std::move(message)};
  if (auto near = nearest(wanted.name, {names.begin(), names.end()})) {
    error.with_hint("did you mean '" + *near + "'?");
  } else {
    error.with_hint("name a folder of modules with -L DIR, or a file with -f FILE");
  }
  throw error;
}

}  // namespace cairn
