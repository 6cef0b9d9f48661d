// SPDX-License-Identifier: GPL-3.0-or-later
// Plan: which derivations must be built, and after which others. A pure function of what a reader
// answers; reads each derivation once and is not troubled by chains of thousands.
#pragma once

#include "core/derivation/derivation.hh"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cairn {

struct WantedOutputs {
  StorePath derivation;
  std::set<std::string> outputs;  // empty: all
  auto operator<=>(const WantedOutputs&) const = default;
};

// What a plan is made from.
struct PlanReader {
  // The derivation at a path; nothing when it is not valid.
  std::function<std::optional<Derivation>(const StorePath&)> find_derivation;
  std::function<bool(const StorePath&)> is_valid;
};

struct PlanNode {
  StorePath path;
  Derivation derivation;
  bool is_wanted = false;              // itself, not only for others
  std::vector<std::size_t> needs;      // the nodes to be built before this one, sorted
  std::vector<std::size_t> needed_by;  // and the other way round
};

struct Plan {
  std::vector<PlanNode> nodes;  // each behind those that it needs
  StorePathSet not_known;       // derivations that are needed and not valid: nothing can be built
};

// The plan for WANTED: a node for each derivation of which a needed output is not valid. With
// ALWAYS the wanted ones are nodes although their outputs are valid, as a check needs them. Throws
// for a cycle, naming it, and for an output or an input source that cannot come to be.
Plan make_plan(const std::vector<WantedOutputs>& wanted, const PlanReader& reader,
               bool always = false);

}  // namespace cairn
