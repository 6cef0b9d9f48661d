// SPDX-License-Identifier: GPL-3.0-or-later
// Rules about references, told in the names of outputs.
#include "core/build/reference_rules.hh"

#include "core/base/words.hh"

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

// One of Nix's variables.
struct Rule {
  const char* variable;
  bool allows;   // what it lists, and nothing else; otherwise it forbids that
  bool is_deep;  // about all that an output reaches, not only what it refers to
};

constexpr Rule rules[] = {
    {"allowedReferences", true, false},
    {"allowedRequisites", true, true},
    {"disallowedReferences", false, false},
    {"disallowedRequisites", false, true},
};

constexpr std::size_t most_told = 10;

StorePath listed_item(const StoreDir& store, const Derivation& derivation, const Rule& rule,
                      const std::string& word) {
  auto output = derivation.outputs.find(word);
  if (output != derivation.outputs.end()) return output->second.path;
  if (!word.starts_with('/')) {
    throw Error("its '{}' lists '{}', which is neither an output nor a store path", rule.variable,
                word);
  }
  return with_context(fmt::format("its '{}' is wrong", rule.variable),
                      [&] { return store.parse(word); });
}

// What RULE lists; nothing where there is no such rule for DERIVATION, which is not the empty list.
std::optional<StorePathSet> listed_items(const StoreDir& store, const Derivation& derivation,
                                         const Rule& rule) {
  auto list = derivation.environment.find(rule.variable);
  if (list == derivation.environment.end()) return std::nullopt;
  StorePathSet items;
  for (const std::string& word : words_of(list->second)) {
    items.insert(listed_item(store, derivation, rule, word));
  }
  return items;
}

// All that ITEM reaches, itself left out. What was just built is known to no store yet.
StorePathSet reached_by(Store& store, const StagedItem& item, const OutputCopies& copies) {
  StorePathSet built;
  StorePathSet valid;
  std::vector<const StagedItem*> open = {&item};
  while (!open.empty()) {
    const StorePathSet& references = open.back()->info.references;
    open.pop_back();
    for (const StorePath& reference : references) {
      auto staged = std::ranges::find(copies.items(), reference,
                                      [](const StagedItem& other) { return other.info.path; });
      if (staged == copies.items().end()) {
        valid.insert(reference);
      } else if (built.insert(reference).second) {
        open.push_back(&*staged);
      }
    }
  }
  built.merge(store.database().closure(valid));
  built.erase(item.info.path);
  return built;
}

std::vector<StorePath> forbidden(const Rule& rule, const StorePathSet& listed,
                                 const StorePathSet& items) {
  std::vector<StorePath> found;
  for (const StorePath& item : items) {
    if (listed.contains(item) != rule.allows) found.push_back(item);
  }
  return found;
}

// The first of FOUND is told in the sentence, each of the others in a line.
Error broken(const StoreDir& store, const Rule& rule, const StorePath& output,
             const std::vector<StorePath>& found) {
  std::string others;
  for (std::size_t i = 1; i < std::min(found.size(), most_told); ++i) {
    others += "\n  and " + store.print(found[i]);
  }
  if (found.size() > most_told) others += fmt::format("\n  and {} more", found.size() - most_told);
  return Error("{} {} {}, which its derivation's '{}' {}{}", store.print(output),
               rule.is_deep ? "reaches" : "refers to", store.print(found.front()), rule.variable,
               rule.allows ? "does not allow" : "forbids", others);
}

}  // namespace

void check_no_circle(const Derivation& derivation, const OutputCopies& copies) {
  OutputGraph graph = graph_of(derivation, copies);
  take_ends(graph);
  if (graph.empty()) return;
  throw Error("its outputs refer to each other in a circle: {}", circle_in(graph))
      .with_hint("what one output needs of the other must move to it, or to an output of its own");
}

void check_reference_lists(const StoreDir& store, const Derivation& derivation) {
  for (const Rule& rule : rules) listed_items(store, derivation, rule);
}

void check_references(Store& store, const Derivation& derivation, const OutputCopies& copies) {
  for (const Rule& rule : rules) {
    auto listed = listed_items(store.dir(), derivation, rule);
    if (!listed) continue;
    for (const StagedItem& item : copies.items()) {
      std::vector<StorePath> found = forbidden(
          rule, *listed, rule.is_deep ? reached_by(store, item, copies) : item.info.references);
      if (!found.empty()) throw broken(store.dir(), rule, item.info.path, found);
    }
  }
}

}  // namespace cairn
