// SPDX-License-Identifier: GPL-3.0-or-later
// From words to targets.
#include "cli/build_targets.hh"

#include "cli/derivation_graph.hh"
#include "cli/item_arguments.hh"

#include <unistd.h>

namespace cairn {

namespace {

using protocol::Target;

StorePath path_for(const TargetText& text, const Place& place, DerivationGraph& graph) {
  if (auto item = find_item_named(place, text.path)) return *item;
  if (access(text.path.c_str(), F_OK) < 0) {
    throw Error("'{}' is not in the store {}, and there is no such file", text.path,
                place.physical(place.store.path()));
  }
  return graph.take_item(text.path);
}

}  // namespace

std::vector<Target> resolve_targets(OpenEngine& opened, const std::vector<std::string>& words) {
  DerivationGraph graph(opened.place);
  std::vector<Target> targets;
  for (const std::string& text : words) {
    TargetText parsed = parse_target(text);
    StorePath path = path_for(parsed, opened.place, graph);
    auto kind = path.is_derivation() ? Target::Kind::outputs : Target::Kind::item;
    if (kind == Target::Kind::item && !parsed.outputs.empty()) {
      throw Error("'{}' is not a derivation and has no outputs", parsed.path);
    }
    targets.push_back({path, kind, parsed.outputs});
  }
  graph.add_to(opened.engine);
  return targets;
}

std::vector<Target> engine_targets(const std::vector<EvaluatedTarget>& evaluated) {
  std::vector<Target> targets;
  for (const EvaluatedTarget& one : evaluated) {
    if (one.derivation) {
      targets.push_back(
          {*one.derivation, Target::Kind::outputs, {one.outputs.begin(), one.outputs.end()}});
    } else if (one.item) {
      targets.push_back({*one.item, Target::Kind::item, {}});
    }
  }
  return targets;
}

}  // namespace cairn
