// SPDX-License-Identifier: GPL-3.0-or-later
// ModuleTree: the modules and files of a channel at a commit, read out of git: nothing is checked
// out to look at another commit.
#pragma once

#include "channels/git/repository.hh"
#include "core/base/files.hh"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cairn {

// What an evaluation may know of a file without reading it.
struct FolderEntry {
  std::string name;
  std::string kind;    // as Guile's stat:type has it: regular, directory, symlink; or unknown
  std::uint64_t size;  // in bytes; 0 of what is no regular file
  bool is_executable;
};

class ModuleTree {
 public:
  // TREE is the folder of the modules in the repository FOLDER, which is opened when something is
  // asked of it. PREFIX is what errors put before names in it: "hello@4f3a2b1c9/packages".
  ModuleTree(std::string folder, const ObjectId& tree, std::string prefix);

  const std::string& folder() const { return folder_; }
  const std::string& prefix() const { return prefix_; }
  const ObjectId& tree() const { return tree_; }
  const Repository& repository() const;

  // The text of the file PATH below the tree; nothing when it is absent. Links are not followed.
  std::optional<std::string> text(const std::string& path, std::size_t limit) const;

  // PATH below the tree, if FILE, as an evaluation names it, is in it.
  std::optional<std::string> path_of(const std::string& file) const;

  // What is in the folder PATH, by name. Throws when there is none.
  std::vector<FolderEntry> list(const std::string& path) const;

  // The name of a copy of the file or folder PATH ("" for the tree itself) in a folder of its own,
  // which is there as long as this object. Throws when there is none.
  std::string copy_out(const std::string& path);

 private:
  const std::vector<TreeEntry>& entries(const ObjectId& tree) const;
  std::optional<TreeEntry> entry(const std::string& path) const;
  void write_out(const TreeEntry& entry, int folder, std::size_t depth) const;

  std::string folder_;
  mutable std::optional<Repository> repository_;
  ObjectId tree_;
  std::string prefix_;
  mutable std::unordered_map<ObjectId, std::vector<TreeEntry>, ObjectIdHash> entries_;
  std::map<std::string, std::unique_ptr<TemporaryDirectory>> copies_;  // by path
};

}  // namespace cairn
