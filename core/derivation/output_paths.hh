// SPDX-License-Identifier: GPL-3.0-or-later
// Where a derivation's outputs go. The hash of a derivation is taken modulo its fixed-output
// inputs: how a source is fetched does not move what is built from it.
// Source: Dolstra's thesis, section 5.4 (hashDrv).
#pragma once

#include "core/derivation/aterm.hh"
#include "core/derivation/derivation.hh"

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

namespace cairn {

// Answers with a derivation that another one names as input; throws when it is not to be had.
using FindDerivation = std::function<Derivation(const StorePath&)>;

// The hashes of derivations already seen, so that a graph costs each node once.
class DerivationHashes {
 public:
  DerivationHashes(const StoreDir& store, FindDerivation find)
      : store_(store), find_(std::move(find)) {}

  // The hash modulo of the derivation at PATH, by which others name it: for a fixed output the
  // hash of what it must contain, else the hash of its text with inputs replaced by their hashes.
  std::map<std::string, Hash> of_input(const StorePath& path);

  // The hash that DERIVATION's own outputs are named by: as above, with its outputs masked.
  Hash of_outputs(const Derivation& derivation);

 private:
  // These need the hashes of all inputs to be known.
  std::map<std::string, Hash> hashes_by_output(const Derivation& derivation);
  std::string text_modulo(const Derivation& derivation, OutputPaths paths);

  StoreDir store_;
  FindDerivation find_;
  std::unordered_map<StorePath, std::map<std::string, Hash>> known_;
};

// The right path for each output of DERIVATION, whatever paths it carries now.
std::map<std::string, StorePath> computed_output_paths(const StoreDir& store,
                                                       const Derivation& derivation,
                                                       DerivationHashes& hashes);

// DERIVATION with its output paths, and the environment variables of the same names, filled in.
Derivation with_output_paths(const StoreDir& store, Derivation derivation,
                             DerivationHashes& hashes);

// Throws, naming the output, where DERIVATION carries another path than the computed one, among its
// outputs or in the environment variable of the output's name.
void check_output_paths(const StoreDir& store, const Derivation& derivation,
                        DerivationHashes& hashes);

}  // namespace cairn
