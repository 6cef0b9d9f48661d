// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations on their way from files into the store.
#pragma once

#include "cli/place.hh"
#include "core/derivation/output_paths.hh"
#include "daemon/client/engine.hh"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace cairn {

// Derivations that shall be added together, each behind those it refers to.
class DerivationGraph {
 public:
  explicit DerivationGraph(const Place& place);
  DerivationGraph(DerivationGraph&&) = delete;

  // Read FILE, an ATerm or JSON, fill in the paths of outputs, and take what is in it.
  void take_sources(const std::string& file);

  // Read FILE, named HASH-NAME.drv, which must be what its name says, and with it the files of its
  // input derivations that lie beside it.
  StorePath take_item(const std::string& file);

  // The paths of all that take_sources() took, in its order.
  const std::vector<StorePath>& paths() const { return paths_; }
  void add_to(Engine& engine) { engine.add_texts(texts_); }

 private:
  StorePath take(const Derivation& derivation);
  void take_named(const StorePath& path, const Derivation& derivation);
  StorePath take_unfinished(Derivation derivation);
  void take_json(std::string_view text);
  void take_waiting(std::map<StorePath, Derivation>& waiting);
  Derivation derivation_at(const StorePath& path) const;

  Place place_;
  DerivationHashes hashes_;
  std::vector<Text> texts_;                           // of those taken
  std::unordered_map<StorePath, std::size_t> known_;  // where the text of each is
  std::vector<StorePath> paths_;
};

}  // namespace cairn
