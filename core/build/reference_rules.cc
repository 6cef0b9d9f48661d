// SPDX-License-Identifier: GPL-3.0-or-later
// Rules about references, told in the names of outputs.
#include "core/build/reference_rules.hh"

#include <algorithm>

namespace cairn {

namespace {

// For each output the other outputs that it refers to.
using OutputGraph = std::map<std::string, std::set<std::string>>;

OutputGraph graph_of(const Derivation& derivation, const OutputCopies& copies) {
  std::map<StorePath, std::string> names;
  for (const auto& [name, output] : derivation.outputs) names.emplace(output.path, name);
  OutputGraph graph;
  for (const StagedItem& item : copies.items()) {
    std::set<std::string>& others = graph[names.at(item.info.path)];
    for (const StorePath& reference : item.info.references) {
      auto name = names.find(reference);
      if (name != names.end() && reference != item.info.path) others.insert(name->second);
    }
  }
  return graph;
}

// Take away what refers to none of the others until nothing more can be: each that is left refers
// to another that is.
void take_ends(OutputGraph& graph) {
  auto is_end = [&](const auto& node) {
    return std::ranges::none_of(node.second,
                                [&](const std::string& name) { return graph.contains(name); });
  };
  while (std::erase_if(graph, is_end) > 0) {
  }
}

// "'a' -> 'b' -> 'a'", of a graph where each node leads to another one.
std::string circle_in(const OutputGraph& graph) {
  std::vector<std::string> way = {graph.begin()->first};
  auto again = way.end();
  do {
    const std::set<std::string>& others = graph.at(way.back());
    auto next =
        std::ranges::find_if(others, [&](const std::string& name) { return graph.contains(name); });
    way.push_back(*next);
    again = std::find(way.begin(), way.end() - 1, *next);
  } while (again == way.end() - 1);
  std::string text = fmt::format("'{}'", *again);
  for (++again; again != way.end(); ++again) text += fmt::format(" -> '{}'", *again);
  return text;
}

}  // namespace

void check_no_circle(const Derivation& derivation, const OutputCopies& copies) {
  OutputGraph graph = graph_of(derivation, copies);
  take_ends(graph);
  if (graph.empty()) return;
  throw Error("its outputs refer to each other in a circle: {}", circle_in(graph))
      .with_hint("what one output needs of the other must move to it, or to an output of its own");
}

}  // namespace cairn
