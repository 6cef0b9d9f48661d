// SPDX-License-Identifier: GPL-3.0-or-later
// From a builder's files to staged items.
#include "core/build/outputs.hh"

#include "core/base/files.hh"
#include "core/hash/hasher.hh"
#include "core/nar/tree_writer.hh"
#include "core/nar/walk.hh"
#include "core/nar/write.hh"
#include "core/store/reference_scan.hh"

#include <fcntl.h>
#include <sys/stat.h>

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

ContentAddress content_address_of(Store& store, const FixedOutput& fixed, const StagedItem& item) {
  if (fixed.method == ContentMethod::recursive && fixed.hash.algorithm() == HashAlgorithm::sha256) {
    return {fixed.method, item.info.nar_hash};
  }
  Hasher hasher(fixed.hash.algorithm());
  if (fixed.method == ContentMethod::recursive) {
    NarWriter writer(hasher);
    nar::walk(store.staging().fd(), item.name, writer);
    return {fixed.method, hasher.finish()};
  }
  auto status = status_at(store.staging().fd(), item.name);
  if (!status || !S_ISREG(status->st_mode) || (status->st_mode & S_IXUSR)) {
    throw Error("a flat output must be one file that is not executable");
  }
  Fd file = open_at(store.staging().fd(), item.name, O_RDONLY);
  FdSource source(file.get(), store.dir().print(item.info.path));
  drain(source, hasher);
  return {fixed.method, hasher.finish()};
}

}  // namespace cairn
