// SPDX-License-Identifier: GPL-3.0-or-later
// LoadPath: the folders and channels that modules come from, and the files below them: what an
// evaluation may see of this machine.
#pragma once

#include "cli/evaluation/module_tree.hh"
#include "core/base/fd.hh"

#include <optional>
#include <string>
#include <vector>

namespace cairn {

struct ModuleText {
  std::string file;  // what errors call it
  std::string text;
};

// A file of a folder of modules.
struct ModuleFile {
  std::string folder;
  std::string path;                                         // below it
  std::string name() const { return folder + "/" + path; }  // what errors call it
  bool operator==(const ModuleFile&) const = default;
};

// A file or folder that an evaluation may read: ENTRY in the open folder DIRECTORY.
struct OpenPlace {
  Fd directory;
  std::string entry;
};

// Where what was found out is kept for the next time; nowhere, where a name is empty.
struct CacheFolders {
  std::string indexes;
  std::string evaluations;
};

class LoadPath {
 public:
  // Throws when one of FOLDERS cannot be opened. The first that has a module wins.
  explicit LoadPath(const std::vector<std::string>& folders);

  // Let files below FOLDER be read, which holds no modules: that of a user's own file.
  void allow(const std::string& folder);

  // Look for modules in TREE, too, after all folders and trees that are there.
  void add(ModuleTree tree) { trees_.push_back(std::move(tree)); }

  // Keep in CACHES what is found out about this path.
  void cache_in(CacheFolders caches) { caches_ = std::move(caches); }
  const CacheFolders& caches() const { return caches_; }

  // The text of module NAME ("distro", "base"); nothing when no folder has it. Throws for a name
  // that is none and for what is no readable file.
  std::optional<ModuleText> find(const std::vector<std::string>& name) const;
  // The same of folders alone, whose texts change; those of a tree never do.
  std::optional<ModuleText> find_in_folders(const std::vector<std::string>& name) const;

  // PATH, absolute or from the working directory, if it is one of the folders, or below one by its
  // name and through all its links; else throws. What is in a tree is copied out of it first.
  OpenPlace open_below(const std::string& path) const;
  // What is in the folder PATH, if it is in a tree. Throws when it is in one and no folder.
  std::optional<std::vector<FolderEntry>> list_in_tree(const std::string& path) const;
  // Whether it would be a tree where open_below() looks for PATH.
  bool is_in_tree(const std::string& path) const;

  // The files of all modules in folders, sorted in each folder.
  std::vector<ModuleFile> module_files() const;
  const std::vector<ModuleTree>& trees() const { return trees_; }
  std::vector<std::string> folders() const;

 private:
  struct Folder {
    std::string name;      // as it was given
    std::string absolute;  // without "." and ".."
    Fd fd;
    bool has_modules;
  };
  static Folder open_folder(const std::string& name, bool has_modules);

  std::vector<Folder> folders_;
  CacheFolders caches_;
  mutable std::vector<ModuleTree> trees_;  // they make copies when they are asked
};

}  // namespace cairn
