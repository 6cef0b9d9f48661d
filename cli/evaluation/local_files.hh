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

// What an evaluation may know of a file without reading it.
struct FolderEntry {
  std::string name;
  std::string kind;    // as Guile's stat:type has it: regular, directory, symlink; or unknown
  std::uint64_t size;  // in bytes; 0 of what is no regular file
  bool is_executable;
};

class LocalFiles {
 public:
  LocalFiles(const StoreDir& store, const LoadPath& path) : store_(store), path_(path) {}

  // What is in FOLDER, by name.
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
};

}  // namespace cairn
