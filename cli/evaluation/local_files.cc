// SPDX-License-Identifier: GPL-3.0-or-later
// Hashing and adding local files.
#include "cli/evaluation/local_files.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"

#include <fcntl.h>

namespace cairn {

namespace {

Hash tree_hash(const OpenPlace& place) {
  Hasher hasher(HashAlgorithm::sha256);
  NarWriter writer(hasher);
  nar::walk(place.directory.get(), place.entry, writer);
  return hasher.finish();
}

Hash file_hash(const OpenPlace& place, const std::string& file) {
  auto status = status_at(place.directory.get(), place.entry);
  if (!status) throw Error("there is no file '{}'", file);
  if (!S_ISREG(status->st_mode)) {
    throw Error("'{}' is no regular file: write (local-file ... #:recursive? #t)", file);
  }
  Fd fd = open_at(place.directory.get(), place.entry, O_RDONLY);
  FdSource source(fd.get(), file);
  Hasher hasher(HashAlgorithm::sha256);
  drain(source, hasher);
  return hasher.finish();
}

}  // namespace

StorePath LocalFiles::take(const std::string& name, const std::string& file, bool recursive) {
  OpenPlace place = path_.open_below(file);
  if (!status_at(place.directory.get(), place.entry)) throw Error("there is no file '{}'", file);
  ContentAddress address = recursive ? ContentAddress{ContentMethod::recursive, tree_hash(place)}
                                     : ContentAddress{ContentMethod::flat, file_hash(place, file)};
  StorePath path = content_addressed_path(store_, address, name);
  files_.try_emplace(path, LocalFile{file, std::move(place), recursive});
  return path;
}

void LocalFiles::add_to(Engine& engine, const StorePathSet& wanted) {
  for (const auto& [path, local] : files_) {
    if (!wanted.contains(path)) continue;
    protocol::Addressing addressing{
        local.recursive ? ContentMethod::recursive : ContentMethod::flat, HashAlgorithm::sha256};
    StorePath added =
        engine.add_tree(path.name(), addressing, local.place.directory.get(), local.place.entry);
    if (added != path) throw Error("'{}' changed while it was read: try again", local.file);
  }
}

StorePathSet LocalFiles::items() const {
  StorePathSet items;
  for (const auto& [path, local] : files_) items.insert(path);
  return items;
}

}  // namespace cairn
