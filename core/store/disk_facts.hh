// SPDX-License-Identifier: GPL-3.0-or-later
// DiskFacts: what an item's content alone tells of it, when no database does.
#pragma once

#include "core/derivation/derivation.hh"
#include "core/item/item_info.hh"
#include "core/store/reference_scan.hh"

#include <map>
#include <optional>
#include <string>

namespace cairn {

// What lies in a store's folder under names of items.
class DiskFacts {
 public:
  // FOLDER is that of STORE, open; it must outlive this.
  DiskFacts(const StoreDir& store, int folder);
  DiskFacts(DiskFacts&&) = delete;

  const StorePathSet& items() const { return items_; }
  // The derivations among them that can be read.
  const std::map<StorePath, Derivation>& derivations() const { return derivations_; }

  // The hash and size of ITEM; nothing more is looked at. Throws where it cannot be read.
  ItemInfo measured(const StorePath& item) const;
  // All that can be told. References are what its text names: of what is there, and of what a
  // derivation that is there names but is not there itself.
  ItemInfo described(const StorePath& item) const;

 private:
  StoreDir store_;
  int folder_;
  StorePathSet items_{};
  std::map<StorePath, Derivation> derivations_{};
  StorePathSet nameable_{};                          // what a content may refer to
  std::optional<ReferenceCandidates> candidates_{};  // the same, to be looked up
  std::map<StorePath, StorePath> derivers_{};        // by output
};

}  // namespace cairn
