// SPDX-License-Identifier: GPL-3.0-or-later
// Copying what only lost its form; asking for the rest.
#include "core/store/repair.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/soundness.hh"

namespace cairn {

namespace {

// Put a copy of ITEM, which has its content but not the form of items, in its place.
void renew(Store& store, const StorePath& item) {
  StagedItem copy{store.staging().fresh_name(), store.get(item)};
  AtEnd end([&] { store.staging().discard(copy.name); });
  Hasher hasher(HashAlgorithm::sha256);
  NarWriter archive(hasher);
  TreeWriter files(store.staging().fd(), copy.name);
  TreeTee both(archive, files);
  nar::walk(store.folder(), item.base_name(), both);
  copy.info.nar_hash = hasher.finish();
  copy.files = files.files();
  Store::Repairing repairing(store);
  store.publish({copy});
}

}  // namespace

std::vector<std::string> repair_item(Store& store, const StorePath& item, EventSink& events,
                                     const MakeAnew& make_anew) {
  store.temporary_roots().add(item);
  ItemState state = state_of_item(store, item);
  if (state.faults.empty()) return {};
  std::string name = store.dir().print(item);
  try {
    if (state.has_its_content) renew(store, item);
  } catch (const Error& error) {
    events.send(Warned{fmt::format("cannot repair {}: {}", name, error.message())});
  }
  if (!state.has_its_content && make_anew) make_anew(item);
  std::vector<std::string> left = state_of_item(store, item).faults;
  if (left.empty()) events.send(Noted{fmt::format("{} was repaired", name)});
  return left;
}

}  // namespace cairn
