// SPDX-License-Identifier: GPL-3.0-or-later
// LocalFiles: the files and folders of this machine that an evaluation names: hashed when it asks,
// added to the store when it is over.
#pragma once

#include "cli/evaluation/load_path.hh"
#include "core/item/content_address.hh"
#include "daemon/client/engine.hh"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn {

// A file or folder as an evaluation asks for it.
struct LocalFile {
  std::string name;  // in the store
  std::string file;  // on this machine
  bool recursive;    // a tree, or a file without its executable bit
  // The paths below a folder that shall be in its tree, each with the folders it is in; else all.
  std::optional<std::set<std::string, std::less<>>> chosen = {};
};

class LocalFiles {
 public:
  LocalFiles(const StoreDir& store, const LoadPath& path) : store_(store), path_(path) {}

  // What is in FOLDER, by name. Throws for a name that is not UTF-8, which Guile could not read.
  std::vector<FolderEntry> list(const std::string& folder) const;

  // The store path that WANTED will have.
  StorePath take(LocalFile wanted);
  // WANTED has the store path PATH, as is known already.
  void expect(const StorePath& path, LocalFile wanted);

  // Add those among WANTED. Throws when one has changed since.
  void add_to(Engine& engine, const StorePathSet& wanted);
  StorePathSet items() const;

 private:
  struct Taken {
    LocalFile local;
    std::optional<OpenPlace> place;  // once it was opened
  };

  StoreDir store_;
  const LoadPath& path_;
  std::map<StorePath, Taken> files_;
  std::size_t chosen_ = 0;  // bytes of the paths that were chosen, in all
};

}  // namespace cairn
