// SPDX-License-Identifier: GPL-3.0-or-later
// Derivation: one build as a value: what goes in, what is run, what comes out.
#pragma once

#include "core/item/content_address.hh"
#include "core/item/store_path.hh"

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cairn {

// What a fixed output must contain.
struct FixedOutput {
  ContentMethod method;  // flat or recursive
  Hash hash;
  auto operator<=>(const FixedOutput&) const = default;
};

struct DerivationOutput {
  StorePath path;
  std::optional<FixedOutput> fixed = std::nullopt;
  auto operator<=>(const DerivationOutput&) const = default;
};

struct Derivation {
  std::string name;  // of the item, without ".drv"; not part of the text
  std::map<std::string, DerivationOutput> outputs;               // by output name
  std::map<StorePath, std::set<std::string>> input_derivations;  // their wanted outputs
  StorePathSet input_sources;
  std::string system;   // "x86_64-linux" or "builtin"
  std::string builder;  // an absolute path, or "builtin:NAME"
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
  bool operator==(const Derivation&) const = default;

  bool is_fixed() const;    // has the one output "out", of known content
  bool is_builtin() const;  // is done by the engine itself, not by a program
};

// The name of the derivation whose item is PATH: without ".drv". Throws when it is no derivation's.
std::string derivation_name(const StorePath& path);

// What a derivation's item refers to: its input sources and input derivations.
StorePathSet references_of(const Derivation& derivation);

}  // namespace cairn
