// SPDX-License-Identifier: GPL-3.0-or-later
// Finding packages by name.
#include "cli/evaluation/package_index.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/nearest.hh"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <unordered_map>

namespace cairn {

namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// The digits, or what is no digit, at the front of VERSION, which loses them.
std::string_view take_run(std::string_view& version) {
  bool digits = is_digit(version.front());
  std::size_t length = 0;
  while (length < version.size() && is_digit(version[length]) == digits) ++length;
  std::string_view run = version.substr(0, length);
  version.remove_prefix(length);
  return run;
}

std::string_view without_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

bool matches(std::string_view version, std::string_view wanted) {
  if (wanted.empty() || version == wanted) return true;
  return version.starts_with(wanted) && version[wanted.size()] == '.';
}

struct IndexedFile {
  std::string name;
  ModulePackages packages;
};

// Looks up what packages do not write themselves.
class Inheritance {
 public:
  explicit Inheritance(const std::vector<IndexedFile>& files) {
    for (const IndexedFile& file : files) {
      for (const PackageEntry& entry : file.packages.packages) {
        in_file_.emplace(std::pair{&file, std::string_view(entry.variable)}, &entry);
        anywhere_.emplace(entry.variable, Place{&file, &entry});
      }
    }
  }

  using Field = std::optional<std::string> PackageEntry::*;
  // FIELD of ENTRY in FILE, or of the package that it inherits, and so on.
  std::optional<std::string> field(const IndexedFile& file, const PackageEntry& entry,
                                   Field field) const {
    Place place{&file, &entry};
    for (int hop = 0; hop < hop_limit; ++hop) {
      if (const auto& value = place.entry->*field) return value;
      if (!go_to(place, place.entry->inherits)) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  static constexpr int hop_limit = 20;  // or they inherit each other
  struct Place {
    const IndexedFile* file;
    const PackageEntry* entry;
  };

  bool go_to(Place& place, std::string_view variable) const {
    auto near = in_file_.find({place.file, variable});
    if (near != in_file_.end()) {
      place.entry = near->second;
      return true;
    }
    auto far = anywhere_.find(variable);
    if (far == anywhere_.end()) return false;
    place = far->second;
    return true;
  }

  std::map<std::pair<const IndexedFile*, std::string_view>, const PackageEntry*> in_file_;
  std::unordered_map<std::string_view, Place> anywhere_;
};

}  // namespace

bool is_older(std::string_view one, std::string_view other) {
  while (!one.empty() && !other.empty()) {
    std::string_view a = take_run(one);
    std::string_view b = take_run(other);
    if (a == b) continue;
    if (is_digit(a.front()) && is_digit(b.front())) {
      a = without_zeros(a);
      b = without_zeros(b);
      if (a.size() != b.size()) return a.size() < b.size();
      if (a == b) continue;
    }
    return a < b;
  }
  return one.size() < other.size();
}

PackageSpecification parse_specification(std::string_view text) {
  PackageSpecification result;
  std::size_t at = text.find('@');
  std::size_t colon = text.find(':', at == std::string_view::npos ? 0 : at);
  result.name = text.substr(0, std::min(at, colon));
  if (at < colon) result.version = text.substr(at + 1, colon == text.npos ? colon : colon - at - 1);
  if (colon != text.npos) result.output = text.substr(colon + 1);
  bool has_empty = result.name.empty() || (at < colon && result.version.empty()) ||
                   (colon != text.npos && result.output.empty());
  if (has_empty) {
    throw Error("'{}' names no package: write NAME, NAME@VERSION or NAME:OUTPUT", text)
        .with_status(Exit::misused);
  }
  return result;
}

PackageIndex::PackageIndex(const LoadPath& path) {
  std::vector<IndexedFile> files;
  for (const std::string& file : path.module_files()) {
    try {
      ModulePackages found = packages_in(read_file(file));
      if (!found.module.empty()) files.push_back({file, std::move(found)});
    } catch (const Error& error) {
      // One bad file must not hide all other packages; it is told when one is not found.
      problems_.push_back(file + ": " + error.message());
    }
  }
  Inheritance inheritance(files);
  for (const IndexedFile& file : files) {
    for (const PackageEntry& entry : file.packages.packages) {
      auto name = inheritance.field(file, entry, &PackageEntry::name);
      // Whose name nobody knows without evaluating goes by its variable's.
      if (!name || name->empty()) name = entry.variable;
      auto version = inheritance.field(file, entry, &PackageEntry::version);
      packages_.push_back(
          {file.packages.module, entry.variable, *name, version.value_or(""), file.name});
    }
  }
}

const FoundPackage& PackageIndex::find(const PackageSpecification& wanted) const {
  const FoundPackage* best = nullptr;
  for (const FoundPackage& package : packages_) {
    if (package.name != wanted.name || !matches(package.version, wanted.version)) {
      continue;
    }
    if (!best || is_older(best->version, package.version)) best = &package;
  }
  if (!best) refuse(wanted);
  return *best;
}

void PackageIndex::refuse(const PackageSpecification& wanted) const {
  std::set<std::string> names;
  std::string versions;
  for (const FoundPackage& package : packages_) {
    names.insert(package.name);
    if (package.name != wanted.name) continue;
    versions += (versions.empty() ? "" : ", ") + package.version;
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
