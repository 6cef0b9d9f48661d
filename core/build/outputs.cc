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

// Looks up from its work whenever something is written.
class AttentiveSink : public Sink {
 public:
  AttentiveSink(Sink& sink, const std::function<void()>& go_on) : sink_(sink), go_on_(go_on) {}
  void write(std::string_view bytes) override {
    go_on_();
    sink_.write(bytes);
  }

 private:
  Sink& sink_;
  const std::function<void()>& go_on_;
};

StagedItem copy_output(Store& store, const StorePath& output, int built,
                       const ReferenceCandidates& candidates, const std::function<void()>& go_on) {
  Hasher hasher(HashAlgorithm::sha256);
  ReferenceScan scan(candidates);
  TeeSink both_readers(hasher, scan);
  AttentiveSink archive(both_readers, go_on);
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

void copy_outputs(OutputCopies& copies, Store& store, const OutputSource& source,
                  const std::function<void()>& go_on) {
  StorePathSet nameable = candidates_of(source.derivation, source.inputs);
  ReferenceCandidates candidates(nameable);
  for (const auto& [name, output] : source.derivation.outputs) {
    if (!status_at(source.folder, output.path.base_name())) {
      throw Error("the builder ended well, but did not make its output '{}', {}", name,
                  store.dir().print(output.path));
    }
    StagedItem item = with_context(fmt::format("cannot keep the output '{}'", name), [&] {
      return copy_output(store, output.path, source.folder, candidates, go_on);
    });
    item.info.deriver = source.path;
    item.info.ultimate = true;
    copies.add(std::move(item));
  }
}

}  // namespace cairn
