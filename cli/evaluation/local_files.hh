// SPDX-License-Identifier: GPL-3.0-or-later
// LocalFiles: the files and folders of this machine that an evaluation names: hashed when it asks,
// added to the store when it is over.
#pragma once

#include "cli/evaluation/load_path.hh"
#include "core/item/content_address.hh"
#include "daemon/client/engine.hh"

#include <map>
#include <string>

namespace cairn {

class LocalFiles {
 public:
  LocalFiles(const StoreDir& store, const LoadPath& path) : store_(store), path_(path) {}

  // The store path that FILE will have under NAME: a tree, or a file without its executable bit.
  StorePath take(const std::string& name, const std::string& file, bool recursive);

  // Add those among WANTED. Throws when one has changed since.
  void add_to(Engine& engine, const StorePathSet& wanted);
  StorePathSet items() const;

 private:
  struct LocalFile {
    std::string file;  // as it was named
    OpenPlace place;
    bool recursive;
  };

  StoreDir store_;
  const LoadPath& path_;
  std::map<StorePath, LocalFile> files_;
};

}  // namespace cairn
