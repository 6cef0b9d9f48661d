// SPDX-License-Identifier: GPL-3.0-or-later
// From a builder's files to staged items.
#include "core/build/outputs.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/reference_scan.hh"

namespace cairn {

namespace {

StagedItem copy_output(Store& store, const StorePath& output, int built,
                       const ReferenceCandidates& candidates) {
  Hasher hasher(HashAlgorithm::sha256);
  ReferenceScan scan(candidates);
  TeeSink archive(hasher, scan);
  NarWriter writer(archive);
  std::string name = store.staging().fresh_name();
  TreeWriter files(store.staging().fd(), name);
  TreeTee both(writer, files);
  try {
    nar::walk(built, output.base_name(), both, {.strict = true, .opens_closed = true});
  } catch (...) {
    store.staging().discard(name);
    throw;
  }
  std::uint64_t size = hasher.size();
  ItemInfo info{output, hasher.finish(), size, scan.found()};
  return {name, std::move(info), files.files()};
}

StorePathSet candidates_of(const Derivation& derivation, const StorePathSet& inputs) {
  StorePathSet candidates = inputs;
  for (const auto& [name, output] : derivation.outputs) candidates.insert(output.path);
  return candidates;
}

}  // namespace

OutputCopies::~OutputCopies() {
  for (const StagedItem& item : items_) store_.staging().discard(item.name);
}

void copy_outputs(OutputCopies& copies, Store& store, const StorePath& path,
                  const Derivation& derivation, int built, const StorePathSet& inputs) {
  StorePathSet nameable = candidates_of(derivation, inputs);
  ReferenceCandidates candidates(nameable);
  for (const auto& [name, output] : derivation.outputs) {
    if (!status_at(built, output.path.base_name())) {
      throw Error("the builder ended well, but did not make its output '{}', {}", name,
                  store.dir().print(output.path));
    }
    StagedItem item = with_context(fmt::format("cannot keep the output '{}'", name), [&] {
      return copy_output(store, output.path, built, candidates);
    });
    item.info.deriver = path;
    item.info.ultimate = true;
    copies.add(std::move(item));
  }
}

}  // namespace cairn
