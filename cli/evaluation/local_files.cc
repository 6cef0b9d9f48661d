// SPDX-License-Identifier: GPL-3.0-or-later
// Hashing and adding local files.
#include "cli/evaluation/local_files.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"

#include <fcntl.h>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

constexpr std::size_t chosen_limit = 256 << 20;  // bytes of paths

nar::WalkRules rules_of(const LocalFile& local) {
  nar::WalkRules rules;
  if (local.chosen) {
    rules.wanted = [&chosen = *local.chosen](std::string_view path) {
      return chosen.contains(path);
    };
  }
  return rules;
}

Hash tree_hash(const OpenPlace& place, const LocalFile& local) {
  Hasher hasher(HashAlgorithm::sha256);
  NarWriter writer(hasher);
  nar::walk(place.directory.get(), place.entry, writer, rules_of(local));
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

std::vector<FolderEntry> checked_names(std::vector<FolderEntry> entries,
                                       const std::string& folder) {
  for (const FolderEntry& entry : entries) {
    try {
      static_cast<void>(nlohmann::json(entry.name).dump());
    } catch (const nlohmann::json::type_error&) {
      throw Error("a file in '{}' has a name that is not UTF-8: {:?}", folder, entry.name);
    }
  }
  return entries;
}

const char* kind_of(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return "regular";
  if (S_ISDIR(status.st_mode)) return "directory";
  return S_ISLNK(status.st_mode) ? "symlink" : "unknown";
}

}  // namespace

std::vector<FolderEntry> LocalFiles::list(const std::string& folder) const {
  if (auto entries = path_.list_in_tree(folder)) return checked_names(std::move(*entries), folder);
  OpenPlace place = path_.open_below(folder);
  Fd opened = open_directory_at(place.directory.get(), place.entry);
  std::vector<FolderEntry> entries;
  for (const std::string& name : list_directory(opened.get())) {
    auto status = status_at(opened.get(), name);
    if (!status) continue;  // it went meanwhile
    bool is_file = S_ISREG(status->st_mode);
    entries.push_back({name, kind_of(*status),
                       is_file ? static_cast<std::uint64_t>(status->st_size) : 0,
                       is_file && (status->st_mode & S_IXUSR) != 0});
  }
  return checked_names(std::move(entries), folder);
}

StorePath LocalFiles::take(LocalFile wanted) {
  if (wanted.chosen) {
    for (const std::string& path : *wanted.chosen) chosen_ += path.size();
  }
  if (chosen_ > chosen_limit) throw Error("too many files are selected from folders");
  OpenPlace place = path_.open_below(wanted.file);
  if (!status_at(place.directory.get(), place.entry)) {
    throw Error("there is no file '{}'", wanted.file);
  }
  ContentAddress address = wanted.recursive
                               ? ContentAddress{ContentMethod::recursive, tree_hash(place, wanted)}
                               : ContentAddress{ContentMethod::flat, file_hash(place, wanted.file)};
  StorePath path = content_addressed_path(store_, address, wanted.name);
  files_.try_emplace(path, Taken{std::move(wanted), std::move(place)});
  return path;
}

void LocalFiles::expect(const StorePath& path, LocalFile wanted) {
  files_.try_emplace(path, Taken{std::move(wanted), std::nullopt});
}

void LocalFiles::add_to(Engine& engine, const StorePathSet& wanted) {
  for (auto& [path, taken] : files_) {
    if (!wanted.contains(path)) continue;
    const LocalFile& local = taken.local;
    if (!taken.place) taken.place = path_.open_below(local.file);
    protocol::Addressing addressing{
        local.recursive ? ContentMethod::recursive : ContentMethod::flat, HashAlgorithm::sha256};
    StorePath added = engine.add_tree(path.name(), addressing, taken.place->directory.get(),
                                      taken.place->entry, rules_of(local));
    if (added != path) throw Error("'{}' changed while it was read: try again", local.file);
  }
}

StorePathSet LocalFiles::items() const {
  StorePathSet items;
  for (const auto& [path, taken] : files_) items.insert(path);
  return items;
}

}  // namespace cairn
