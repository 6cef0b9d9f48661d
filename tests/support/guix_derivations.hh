// SPDX-License-Identifier: GPL-3.0-or-later
// The derivations of Guix's hello and of all that it is made from:
// tests/vectors/gnu-hello-derivations.tar.zst, unpacked.
#pragma once

#include "core/derivation/derivation.hh"

#include <map>
#include <vector>

namespace cairn::test {

class GuixDerivations {
 public:
  // Unpacks the archive in the folder VECTORS with `tar --zstd`.
  explicit GuixDerivations(const std::string& vectors);

  const StoreDir& store() const { return store_; }
  const std::vector<StorePath>& paths() const { return paths_; }
  const std::string& text(const StorePath& path) const { return texts_.at(path); }
  // The derivation at PATH, read.
  Derivation find(const StorePath& path) const;

 private:
  StoreDir store_{"/gnu/store"};
  std::vector<StorePath> paths_;
  std::map<StorePath, std::string> texts_;
};

}  // namespace cairn::test
