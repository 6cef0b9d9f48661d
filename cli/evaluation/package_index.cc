// SPDX-License-Identifier: GPL-3.0-or-later
// Finding packages by name.
#include "cli/evaluation/package_index.hh"

#include "channels/index/module_block.hh"
#include "channels/index/tree_index.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/nearest.hh"

#include <algorithm>
#include <unordered_set>

namespace cairn {

namespace {

constexpr int hop_limit = 20;  // or packages inherit each other
constexpr PackageField computed{PackageField::Kind::computed, {}};

// Each repository has a folder of its own for its indexes: those of others are no help.
ChannelIndex index_of(const ModuleTree& tree, const std::string& indexes) {
  if (indexes.empty()) return index_tree(tree.repository(), tree.tree(), nullptr);
  std::string folder = indexes + tree.folder().substr(tree.folder().rfind('/'));
  if (auto index = find_index(folder, tree.tree())) return std::move(*index);
  return make_index(folder, tree.repository(), tree.tree());
}

std::vector<PackageSource> sources_of(const LoadPath& path) {
  std::vector<PackageSource> sources;
  sources.emplace_back(SkimmedFiles{path.module_files()});
  for (const ModuleTree& tree : path.trees()) {
    sources.emplace_back(
        IndexedChannel{tree.prefix() + "/", index_of(tree, path.caches().indexes)});
  }
  return sources;
}

// Whether FILE, "a/b.scm", is where MODULE, (a b), is looked for.
bool is_file_of(const std::vector<std::string_view>& module, std::string_view file) {
  std::string_view separator;
  for (std::string_view part : module) {
    if (!file.starts_with(separator)) return false;
    file.remove_prefix(separator.size());
    if (!file.starts_with(part)) return false;
    file.remove_prefix(part.size());
    separator = "/";
  }
  return file == ".scm";
}

bool has_package(const BlockView& block, std::string_view name) {
  for (std::size_t number = 0; number < block.size(); ++number) {
    PackageEntry entry = block.entry(number);
    if (entry.is_public && (entry.name.text == name || entry.variable == name)) return true;
  }
  return false;
}

}  // namespace

PackageIndex::PackageIndex(const LoadPath& path) : PackageIndex(sources_of(path)) {}

PackageIndex::PackageIndex(std::vector<PackageSource> sources) : sources_(std::move(sources)) {
  for (const PackageSource& source : sources_) add_source(source);
  std::set<std::vector<std::string_view>> seen;
  std::erase_if(files_,
                [&](const IndexedFile& file) { return !seen.insert(file.block->module()).second; });
}

void PackageIndex::add_source(const PackageSource& source) {
  if (const auto* files = std::get_if<SkimmedFiles>(&source)) {
    for (const ModuleFile& file : files->files) add_skimmed(file);
  } else if (const auto* channel = std::get_if<IndexedChannel>(&source)) {
    for (const IndexedModule& module : channel->index.modules()) {
      add_file({channel->prefix, module.file, module.blob, &module.view});
    }
  }
}

void PackageIndex::add_skimmed(const ModuleFile& file) {
  Skimmed& skimmed = skimmed_.emplace_back();
  skimmed.prefix = file.folder + "/";
  skimmed.block = module_block(read_file(file.name()));
  skimmed.view = BlockView::read(skimmed.block.head, skimmed.block.entries);
  add_file({skimmed.prefix, file.path, {}, &skimmed.view.value()});
}

void PackageIndex::add_file(const IndexedFile& file) {
  if (!file.block->problem().empty()) {
    // It must not hide all other packages; it is told when one is not found.
    problems_.push_back(fmt::format("{}: {}", file.name(), file.block->problem()));
  } else if (!file.block->module().empty()) {
    bool is_found = is_file_of(file.block->module(), file.file);
    (is_found ? files_ : misplaced_).push_back(file);
  }
}

template <typename MayBe>
void PackageIndex::each_that(const MayBe& may_be, const Visit& visit) const {
  for (const IndexedFile& file : files_) {
    for (std::size_t number = 0; number < file.block->size(); ++number) {
      if (!may_be(file, file.block->name_hash(number))) continue;
      PackageEntry entry = file.block->entry(number);
      if (!entry.is_public) continue;
      if (resolve(file, entry, &PackageEntry::hidden, true).field.text == "#t") continue;
      visit(package_at(file, entry));
    }
  }
}

void PackageIndex::each(const Visit& visit) const {
  each_that([](const IndexedFile&, std::uint32_t) { return true; }, visit);
}

IndexedPackage PackageIndex::package_at(const IndexedFile& file, const PackageEntry& entry) const {
  std::string_view name = resolve(file, entry, &PackageEntry::name, true).field.text;
  // Whose name nobody knows without evaluating goes by its variable's.
  if (name.empty()) name = entry.variable;
  return {&file, entry, name, resolve(file, entry, &PackageEntry::version, true).field.text};
}

// A module's own variables come first; those of other modules count if they are public.
PackageIndex::Lookup PackageIndex::look_up(const IndexedFile& file,
                                           std::string_view variable) const {
  std::uint32_t hash = text_hash(variable);
  for (std::size_t number = 0; number < file.block->size(); ++number) {
    if (file.block->variable_hash(number) != hash) continue;
    PackageEntry entry = file.block->entry(number);
    if (entry.variable == variable) return {{&file, entry}, true};
  }
  return look_up_elsewhere(file, variable);
}

// Which modules FILE imports is not looked into.
PackageIndex::Lookup PackageIndex::look_up_elsewhere(const IndexedFile& file,
                                                     std::string_view variable) const {
  Lookup found;
  for (const Variable& one : named(text_hash(variable))) {
    const IndexedFile& other = files_[one.file];
    if (&other == &file) continue;
    PackageEntry entry = other.block->entry(one.number);
    if (entry.variable != variable || !entry.is_public) continue;
    found.is_sure = !found.place.file;
    if (found.is_sure) found.place = {&other, entry};
    if (!found.is_sure) break;
  }
  return found;
}

template <typename Take>
void PackageIndex::each_variable(const Take& take) const {
  for (std::uint32_t at = 0; at < files_.size(); ++at) {
    const BlockView& block = *files_[at].block;
    for (std::uint32_t number = 0; number < block.size(); ++number) {
      take(Variable{block.variable_hash(number), at, number});
    }
  }
}

// To sort all pays when many are asked for.
std::vector<PackageIndex::Variable> PackageIndex::named(std::uint32_t hash) const {
  constexpr int few = 16;
  std::vector<Variable> found;
  if (asked_ < few) {
    ++asked_;
    each_variable([&](const Variable& one) {
      if (one.hash == hash) found.push_back(one);
    });
    return found;
  }
  if (variables_.empty()) {
    each_variable([&](const Variable& one) { variables_.push_back(one); });
    std::ranges::sort(variables_);
  }
  return {std::ranges::lower_bound(variables_, hash, {}, &Variable::hash),
          std::ranges::upper_bound(variables_, hash, {}, &Variable::hash)};
}

PackageIndex::ResolvedField PackageIndex::resolve(const IndexedFile& first, const PackageEntry& own,
                                                  Field field, bool guess) const {
  const IndexedFile* file = &first;
  const PackageEntry* entry = &own;
  Lookup found;
  for (int hop = 0; hop < hop_limit; ++hop) {
    if (entry->is_wrapped && !guess) return {computed, file};
    const PackageField& written = entry->*field;
    if (written.kind != PackageField::Kind::absent) return {written, file};
    const PackageField& inherits = entry->inherits;
    if (inherits.kind == PackageField::Kind::absent) return {written, file};
    if (!inherits.is_known()) return {computed, file};
    found = look_up(*file, inherits.text);
    if (!found.place.file || (!found.is_sure && !guess)) return {computed, file};
    file = found.place.file;
    entry = &found.place.entry;
  }
  return {computed, file};
}

PackageIndex::ResolvedField PackageIndex::resolve(const IndexedPackage& package,
                                                  Field field) const {
  return resolve(*package.file, package.entry, field, false);
}

PackageIndex::Meant PackageIndex::meaning(const IndexedFile& file,
                                          std::string_view variable) const {
  Lookup found = look_up(file, variable);
  if (!found.place.file) return {{}, found.is_sure};
  return {package_at(*found.place.file, found.place.entry), found.is_sure};
}

IndexedPackage PackageIndex::get(const PackageSpecification& wanted) const {
  IndexedPackage best;
  std::uint32_t name = text_hash(wanted.name);
  each_that([&](const IndexedFile&, std::uint32_t hash) { return hash == name || hash == 0; },
            [&](const IndexedPackage& package) {
              if (package.name != wanted.name) return;
              if (!is_meant(package.version, wanted.version)) return;
              if (!best.file || is_older(best.version, package.version)) best = package;
            });
  if (!best.file) refuse(wanted);
  return best;
}

bool PackageIndex::has(const std::string& name) const {
  return !versions_of({name}).empty();
}

std::set<std::string> PackageIndex::names_unlike(const PackageIndex& other) const {
  std::set<std::pair<std::string_view, ObjectId>> same;
  for (const IndexedFile& file : other.files_) same.emplace(file.file, file.blob);
  std::set<std::string> names;
  // What a package inherits may have changed in another file.
  each_that(
      [&](const IndexedFile& file, std::uint32_t hash) {
        return hash == 0 || !same.contains({file.file, file.blob});
      },
      [&](const IndexedPackage& package) { names.emplace(package.name); });
  return names;
}

std::map<std::string, std::string> PackageIndex::versions_of(
    const std::set<std::string>& names) const {
  std::unordered_set<std::uint32_t> hashes = {0};
  for (const std::string& name : names) hashes.insert(text_hash(name));
  std::map<std::string, std::string> versions;
  each_that([&](const IndexedFile&, std::uint32_t hash) { return hashes.contains(hash); },
            [&](const IndexedPackage& package) {
              std::string name(package.name);
              if (!names.contains(name)) return;
              auto [at, is_new] = versions.emplace(name, package.version);
              if (!is_new && is_older(at->second, package.version)) at->second = package.version;
            });
  return versions;
}

FoundPackage PackageIndex::find(const PackageSpecification& wanted) const {
  IndexedPackage package = get(wanted);
  const auto& module = package.file->block->module();
  return {{module.begin(), module.end()},
          std::string(package.entry.variable),
          std::string(package.name),
          std::string(package.version),
          package.file->name()};
}

// Why the package that is WANTED may be there and was not found: lines for a message. Of a folder
// with files of many kinds only those that have it are told of.
std::string PackageIndex::unread(const PackageSpecification& wanted) const {
  std::string lines;
  for (const std::string& problem : problems_) lines += "\n  not read: " + problem;
  for (const IndexedFile& file : misplaced_) {
    if (!has_package(*file.block, wanted.name)) continue;
    const auto& module = file.block->module();
    lines += fmt::format("\n  not read: {}: it defines the module ({}), which is the file {}.scm",
                         file.name(), fmt::join(module, " "), fmt::join(module, "/"));
  }
  return lines;
}

void PackageIndex::refuse(const PackageSpecification& wanted) const {
  std::set<std::string> names;
  std::string versions;
  each([&](const IndexedPackage& package) {
    names.emplace(package.name);
    if (package.name != wanted.name) return;
    versions += (versions.empty() ? "" : ", ") + std::string(package.version);
  });
  if (!versions.empty()) {
    throw Error("there is no '{}' of version {}", wanted.name, wanted.version)
        .with_hint("there are: " + versions);
  }
  Error error{fmt::format("there is no package '{}'{}", wanted.name, unread(wanted))};
  if (auto near = nearest(wanted.name, {names.begin(), names.end()})) {
    error.with_hint("did you mean '" + *near + "'?");
  } else if (!problems_.empty()) {
    error.with_hint("mend what is not read; channels go back with: cairn pull --roll-back");
  } else {
    error.with_hint("name a folder of modules with -L DIR, or a file with -f FILE");
  }
  throw error;
}

}  // namespace cairn
