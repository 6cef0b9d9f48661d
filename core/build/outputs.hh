// SPDX-License-Identifier: GPL-3.0-or-later
// What a builder left behind becomes store items: copied by descriptors into new inodes, hashed and
// searched for references in the same pass. No inode that a builder could hold enters the store.
#pragma once

#include "core/derivation/derivation.hh"
#include "core/store/store.hh"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cairn {

// Items in the store's staging folder, deleted with this value unless they are released.
class OutputCopies {
 public:
  explicit OutputCopies(Store& store) : store_(store) {}
  ~OutputCopies();
  OutputCopies(OutputCopies&&) = delete;

  void add(StagedItem item) { items_.push_back(std::move(item)); }
  std::vector<StagedItem>& items() { return items_; }
  const std::vector<StagedItem>& items() const { return items_; }
  // For publishing: from now on they are the store's.
  std::vector<StagedItem> release() { return std::exchange(items_, {}); }

 private:
  Store& store_;
  std::vector<StagedItem> items_;
};

// What was built: borrowed.
struct OutputSource {
  const StorePath& path;  // of the derivation
  const Derivation& derivation;
  int folder;                  // open; the outputs lie in it
  const StorePathSet& inputs;  // what an output may refer to, beside the outputs
};

// Copy the outputs of SOURCE into COPIES, in the order of their names. GO_ON is called between the
// pieces, and what it throws ends the copying. Throws, naming the output, when one is missing or
// holds what a store item cannot.
void copy_outputs(OutputCopies& copies, Store& store, const OutputSource& source,
                  const std::function<void()>& go_on);

}  // namespace cairn
