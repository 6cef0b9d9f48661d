// SPDX-License-Identifier: GPL-3.0-or-later
// PackageIndex: which packages a load path has, found by name, without evaluating anything.
#pragma once

#include "channels/index/channel_index.hh"
#include "cli/evaluation/load_path.hh"
#include "cli/evaluation/package_specification.hh"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace cairn {

// Files of modules, by what errors call them; they are skimmed when the index is made.
struct SkimmedFiles {
  std::vector<std::string> files;
};

// A channel as it was indexed. PREFIX and the file of a module are what errors call that.
struct IndexedChannel {
  std::string prefix;
  ChannelIndex index;
};

using PackageSource = std::variant<SkimmedFiles, IndexedChannel>;

struct IndexedFile {
  std::string_view prefix;
  std::string_view file;
  const ModulePackages* module = nullptr;
  std::string name() const { return std::string(prefix) + std::string(file); }
};

// A package as searches see it; views into the PackageIndex.
struct IndexedPackage {
  const IndexedFile* file = nullptr;
  const PackageEntry* entry = nullptr;
  std::string_view name;     // the variable's, where only evaluation tells
  std::string_view version;  // empty where only evaluation tells
};

// A package on its own.
struct FoundPackage {
  std::vector<std::string> module;
  std::string variable;
  std::string name;
  std::string version;  // empty where it is not known without evaluating
  std::string file;
};

class PackageIndex {
 public:
  // Of a module that several of SOURCES have, that of the first counts. Modules that cannot be
  // skimmed are left out, and named in problems().
  explicit PackageIndex(std::vector<PackageSource> sources);
  // Of all modules of PATH: its folders are skimmed, its trees have an index or get one.
  explicit PackageIndex(const LoadPath& path);
  PackageIndex(PackageIndex&&) = delete;

  // The newest package that WANTED means. Throws, naming those nearby, when there is none.
  FoundPackage find(const PackageSpecification& wanted) const;
  const IndexedPackage& get(const PackageSpecification& wanted) const;

  // All public packages that are not hidden.
  const std::vector<IndexedPackage>& all() const { return packages_; }
  const std::vector<std::string>& problems() const { return problems_; }

  using Field = PackageField PackageEntry::*;
  // FIELD of a package, or of the one that it inherits, and so on, with the file that writes it.
  // Absent where none writes it; computed where only evaluation tells.
  struct ResolvedField {
    PackageField field;
    const IndexedFile* file;
  };
  ResolvedField resolve(const IndexedPackage& package, Field field) const;

  // What VARIABLE means in FILE: a package, none, or (is_sure is false) one of several.
  struct Meant {
    IndexedPackage package;  // entry is null for none
    bool is_sure = true;
  };
  Meant meaning(const IndexedFile& file, std::string_view variable) const;

 private:
  struct Place {
    const IndexedFile* file;
    const PackageEntry* entry;
    bool operator==(const Place&) const = default;
  };
  struct Lookup {
    Place place{nullptr, nullptr};
    bool is_sure = true;
  };

  void add_source(const PackageSource& source);
  void add_skimmed(const std::string& file);
  void add_file(const IndexedFile& file);
  void list_packages();
  Lookup look_up(const IndexedFile& file, std::string_view variable) const;
  ResolvedField resolve(Place place, Field field, bool guess) const;
  IndexedPackage package_at(Place place) const;
  [[noreturn]] void refuse(const PackageSpecification& wanted) const;

  struct Skimmed {
    std::string block;
    ModulePackages module;
  };
  std::vector<PackageSource> sources_;
  std::deque<Skimmed> skimmed_;
  std::vector<IndexedFile> files_;
  std::unordered_multimap<std::string_view, Place> variables_;
  std::vector<IndexedPackage> packages_;
  std::vector<std::string> problems_;
};

}  // namespace cairn
