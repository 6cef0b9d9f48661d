// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:union-1: several folders as one.
#include "core/base/error.hh"
#include "core/build/builtin.hh"
#include "core/build/union_tree.hh"

#include <algorithm>

namespace cairn {

namespace {

Collisions collisions_from(const BuiltinEnvironment& environment) {
  auto found = environment.find("collisions");
  if (found == environment.end() || found->second.empty()) return Collisions::refused;
  if (found->second == "error") return Collisions::refused;
  if (found->second == "first") return Collisions::first;
  if (found->second == "warn-first") return Collisions::first_with_report;
  throw Error("'collisions' is '{}', but may be 'error', 'first' or 'warn-first' only",
              found->second);
}

// The words of TEXT. One that comes again changes nothing: it is the same folder.
std::vector<UnionInput> inputs_in(const std::string& text) {
  std::vector<UnionInput> inputs;
  for (std::string& word : words_of(text)) inputs.push_back({std::move(word)});
  return inputs;
}

}  // namespace

void builtin_union(const BuiltinEnvironment& environment) {
  std::vector<UnionInput> inputs = inputs_in(required_value(environment, "inputs"));
  make_union(required_value(environment, "out"), inputs,
             {.collisions = collisions_from(environment)});
}

}  // namespace cairn
