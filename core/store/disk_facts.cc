// SPDX-License-Identifier: GPL-3.0-or-later
// Reading items for what they are.
#include "core/store/disk_facts.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/hash/hasher.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/reference_scan.hh"

#include <fcntl.h>
#include <sys/stat.h>

namespace cairn {

namespace {

Hash flat_hash(int folder, const StorePath& item) {
  Fd file = open_at(folder, item.base_name(), O_RDONLY);
  FdSource source(file.get(), item.base_name());
  Hasher hasher(HashAlgorithm::sha256);
  drain(source, hasher);
  return hasher.finish();
}

References references_without_self(const ItemInfo& info) {
  References references{info.references, false};
  references.self = references.others.erase(info.path) > 0;
  return references;
}

}  // namespace

DiskFacts::DiskFacts(const StoreDir& store, int folder) : store_(store), folder_(folder) {
  for (const std::string& name : list_directory(folder)) {
    auto item = store.item_of(store.path() + "/" + name);
    if (item) items_.insert(std::move(*item));
  }
  nameable_ = items_;
  for (const StorePath& item : items_) {
    if (!item.is_derivation()) continue;
    auto status = status_at(folder, item.base_name());
    if (!status || !S_ISREG(status->st_mode)) continue;
    try {
      Derivation derivation =
          parse_aterm(store, *read_file_at(folder, item.base_name()), derivation_name(item));
      for (const auto& [name, output] : derivation.outputs) {
        nameable_.insert(output.path);
        derivers_.emplace(output.path, item);
      }
      for (const StorePath& input : references_of(derivation)) nameable_.insert(input);
      derivations_.emplace(item, std::move(derivation));
    } catch (const Error&) {
      // A text of such a name; it stays one.
    }
  }
  candidates_.emplace(nameable_);
}

ItemInfo DiskFacts::measured(const StorePath& item) const {
  Hasher hasher(HashAlgorithm::sha256);
  NarWriter archive(hasher);
  nar::walk(folder_, item.base_name(), archive);
  ItemInfo info{.path = item, .nar_hash = hasher.finish()};
  info.nar_size = hasher.size();
  return info;
}

ItemInfo DiskFacts::described(const StorePath& item) const {
  Hasher hasher(HashAlgorithm::sha256);
  ReferenceScan scan(*candidates_);
  TeeSink both(hasher, scan);
  NarWriter archive(both);
  nar::walk(folder_, item.base_name(), archive);
  ItemInfo info{.path = item, .nar_hash = hasher.finish()};
  info.nar_size = hasher.size();
  info.references = scan.found();
  auto status = status_at(folder_, item.base_name());
  if (status) info.registered = status->st_ctim.tv_sec;
  if (auto deriver = derivers_.find(item); deriver != derivers_.end())
    info.deriver = deriver->second;
  if (auto derivation = derivations_.find(item); derivation != derivations_.end()) {
    info.references = references_of(derivation->second);
  }
  bool is_flat = status && S_ISREG(status->st_mode);
  std::vector<ContentAddress> addresses = {{ContentMethod::recursive, info.nar_hash}};
  if (is_flat) {
    Hash hash = flat_hash(folder_, item);
    addresses.push_back({ContentMethod::text, hash});
    addresses.push_back({ContentMethod::flat, hash});
  }
  for (const ContentAddress& address : addresses) {
    try {
      References references = references_without_self(info);
      StorePath path = content_addressed_path(store_, address, item.name(), references);
      if (path == item) info.content_address = address;
    } catch (const Error&) {
      // A content of this kind refers to nothing.
    }
  }
  return info;
}

}  // namespace cairn
