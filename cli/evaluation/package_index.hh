// SPDX-License-Identifier: GPL-3.0-or-later
// PackageIndex: which packages a load path has, found by name, without evaluating anything.
#pragma once

#include "channels/index/channel_index.hh"
#include "cli/evaluation/load_path.hh"
#include "cli/evaluation/package_specification.hh"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cairn {

// Files of modules; they are skimmed when the index is made.
struct SkimmedFiles {
  std::vector<ModuleFile> files;
};

// A channel as it was indexed. PREFIX and the file of a module are what errors call that.
struct IndexedChannel {
  std::string prefix;
  ChannelIndex index;
};

using PackageSource = std::variant<SkimmedFiles, IndexedChannel>;

struct IndexedFile {
  std::string_view prefix;  // with the slash, if there must be one
  std::string_view file;    // below the folder or channel
  ObjectId blob;            // that it is in its channel; zero for a file of a folder
  const BlockView* block = nullptr;
  std::string name() const { return std::string(prefix) + std::string(file); }
};

// A package as searches see it; views into the PackageIndex.
struct IndexedPackage {
  const IndexedFile* file = nullptr;  // null for none
  PackageEntry entry;
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
  // skimmed are left out, and named in problems(). One whose file is not where its name says is
  // left out as well, since no evaluation finds it; who looks for a package of it is told.
  explicit PackageIndex(std::vector<PackageSource> sources);
  // Of all modules of PATH: its folders are skimmed, its trees have an index or get one.
  explicit PackageIndex(const LoadPath& path);
  PackageIndex(PackageIndex&&) = delete;

  // The newest package that WANTED means. Throws, naming those nearby, when there is none.
  FoundPackage find(const PackageSpecification& wanted) const;
  IndexedPackage get(const PackageSpecification& wanted) const;
  bool has(const std::string& name) const;

  // Hand each public package that is not hidden to VISIT. It is read for that, and forgotten.
  using Visit = std::function<void(const IndexedPackage&)>;
  void each(const Visit& visit) const;

  // The names of packages that OTHER may have in another version, or not: all but those that both
  // write in the same text.
  std::set<std::string> names_unlike(const PackageIndex& other) const;
  // The newest version of each of NAMES that is there.
  std::map<std::string, std::string> versions_of(const std::set<std::string>& names) const;

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
    IndexedPackage package;  // its file is null for none
    bool is_sure = true;
  };
  Meant meaning(const IndexedFile& file, std::string_view variable) const;

 private:
  struct Place {
    const IndexedFile* file = nullptr;
    PackageEntry entry;
  };
  struct Lookup {
    Place place;
    bool is_sure = true;
  };
  // A package by the hash of its variable.
  struct Variable {
    std::uint32_t hash;
    std::uint32_t file;
    std::uint32_t number;
    auto operator<=>(const Variable&) const = default;
  };

  void add_source(const PackageSource& source);
  void add_skimmed(const ModuleFile& file);
  void add_file(const IndexedFile& file);
  template <typename Take>
  void each_variable(const Take& take) const;
  std::vector<Variable> named(std::uint32_t hash) const;
  Lookup look_up(const IndexedFile& file, std::string_view variable) const;
  Lookup look_up_elsewhere(const IndexedFile& file, std::string_view variable) const;
  ResolvedField resolve(const IndexedFile& file, const PackageEntry& entry, Field field,
                        bool guess) const;
  IndexedPackage package_at(const IndexedFile& file, const PackageEntry& entry) const;
  // Hands those that MAY_BE, asked with a file and the hash of a name, lets through.
  template <typename MayBe>
  void each_that(const MayBe& may_be, const Visit& visit) const;
  std::string unread(const PackageSpecification& wanted) const;
  [[noreturn]] void refuse(const PackageSpecification& wanted) const;

  struct Skimmed {
    std::string prefix;
    Block block;
    std::optional<BlockView> view;
  };
  std::vector<PackageSource> sources_;
  std::deque<Skimmed> skimmed_;
  std::vector<IndexedFile> files_;
  mutable int asked_ = 0;                    // how often variables were looked up
  mutable std::vector<Variable> variables_;  // sorted; empty before many were looked up
  std::vector<std::string> problems_;
  std::vector<IndexedFile> misplaced_;  // their file has another name than their module
};

}  // namespace cairn
