// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at one item.
#include "core/store/soundness.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/canonical.hh"
#include "core/store/ownership.hh"
#include "core/store/store.hh"

namespace cairn {

ItemState state_of_item(const StoreDir& store, int folder, const ItemInfo& info, uid_t owner,
                        DigestPairs* pairs) {
  const std::string& name = info.path.base_name();
  std::string path = store.print(info.path);
  ItemState state;
  try {
    Hasher hasher(HashAlgorithm::sha256, pairs);
    NarWriter archive(hasher);
    nar::walk(folder, name, archive);
    Hash hash = hasher.finish();
    state.has_its_content = hash == info.nar_hash && hasher.size() == info.nar_size;
    if (!state.has_its_content) {
      state.faults.push_back(fmt::format("{} was changed: its hash is {} instead of {}", path,
                                         to_text(hash, HashFormat::sri),
                                         to_text(info.nar_hash, HashFormat::sri)));
    }
    for (const std::string& fault : canonical_problems(folder, name, owner)) {
      state.faults.push_back(fmt::format("{}/{}", store.path(), fault));
    }
  } catch (const Error& error) {
    // One item that cannot be read is a finding, not the end of the verification.
    state.faults = {fmt::format("{} cannot be read: {}", path, error.message())};
  }
  return state;
}

ItemState state_of_item(Store& store, const StorePath& item) {
  auto info = store.database().find(item);
  if (!info) return {{fmt::format("{} is not valid", store.dir().print(item))}};
  return state_of_item(store.dir(), store.folder(), *info, owner_of(store.folder()));
}

}  // namespace cairn
