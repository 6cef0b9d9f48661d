// SPDX-License-Identifier: GPL-3.0-or-later
// Reading derivation files in the order of the graph.
#include "cli/derivation_graph.hh"

#include "cli/derivation_reader.hh"
#include "core/base/files.hh"
#include "core/derivation/aterm.hh"
#include "core/derivation/json.hh"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace cairn {

namespace {

// A file called HASH-NAME.drv, as those of a store are.
std::optional<StorePath> item_called(const std::string& file) {
  std::string name = std::filesystem::path(file).filename().string();
  bool looks_so = name.size() > 33 && name[32] == '-' && name.ends_with(".drv");
  return looks_so ? std::optional(StorePath(name)) : std::nullopt;
}

// An ATerm does not hold its own name.
std::string name_for(const std::string& file, const std::string& text, const StoreDir& store) {
  if (auto item = item_called(file)) return derivation_name(*item);
  Derivation derivation = parse_aterm(store, text, "unknown");
  auto variable = derivation.environment.find("name");
  if (variable != derivation.environment.end()) return variable->second;
  return std::filesystem::path(file).stem().string();
}

Derivation derivation_beside(const StoreDir& store, const std::filesystem::path& folder,
                             const StorePath& path) {
  std::string file = (folder / path.base_name()).string();
  return with_context("cannot read " + file,
                      [&] { return parse_aterm(store, read_file(file), derivation_name(path)); });
}

}  // namespace

DerivationGraph::DerivationGraph(const Place& place)
    : place_(place),
      hashes_(place.store, [this](const StorePath& path) { return derivation_at(path); }) {}

void DerivationGraph::take_sources(const std::string& file) {
  std::string text = read_file(file);
  with_context("cannot add " + file, [&] {
    if (!text.starts_with("Derive(")) return take_json(text);
    paths_.push_back(
        take_unfinished(parse_aterm(place_.store, text, name_for(file, text, place_.store))));
  });
}

// Those of one file may refer to each other by the names that the file gives them.
void DerivationGraph::take_json(std::string_view text) {
  std::map<StorePath, Derivation> waiting;
  std::vector<Derivation> others;
  for (JsonDerivation& one : parse_derivation_json(place_.store, text)) {
    if (one.key.starts_with('/')) {
      waiting.emplace(place_.store.parse(one.key), std::move(one.derivation));
    } else {
      others.push_back(std::move(one.derivation));
    }
  }
  // Of the others only those that need nothing of the file can be needed, by who knows their path.
  auto needs_none = [&](const Derivation& one) {
    return std::ranges::none_of(one.input_derivations,
                                [&](const auto& need) { return waiting.contains(need.first); });
  };
  auto needing = std::stable_partition(others.begin(), others.end(), needs_none);
  auto take_all = [&](auto from, auto to) {
    for (; from != to; ++from) paths_.push_back(take_unfinished(std::move(*from)));
  };
  take_all(others.begin(), needing);
  take_waiting(waiting);
  take_all(needing, others.end());
}

// Each behind those that it needs.
void DerivationGraph::take_waiting(std::map<StorePath, Derivation>& waiting) {
  using Entry = std::map<StorePath, Derivation>::iterator;
  struct Wanted {
    Entry one;
    decltype(Derivation::input_derivations)::const_iterator next;  // of its inputs, to be looked at
  };
  std::vector<Wanted> wanted;  // the first, and of each an input
  auto want = [&](Entry one) { wanted.push_back({one, one->second.input_derivations.begin()}); };
  while (!waiting.empty()) {
    if (wanted.empty()) want(waiting.begin());
    auto& [one, next] = wanted.back();
    const auto& inputs = one->second.input_derivations;
    next = std::find_if(next, inputs.end(),
                        [&](const auto& need) { return waiting.contains(need.first); });
    if (wanted.size() > waiting.size()) throw Error("its derivations need each other");
    if (next != inputs.end()) {
      want(waiting.find(next->first));
      continue;
    }
    StorePath path = take_unfinished(std::move(one->second));
    if (path != one->first) {
      throw Error("what it calls {} is {}", one->first.base_name(), path.base_name());
    }
    paths_.push_back(path);
    waiting.erase(one);
    wanted.pop_back();
  }
}

StorePath DerivationGraph::take_item(const std::string& file) {
  auto item = item_called(file);
  if (!item) {
    throw Error("'{}' is neither in the store nor called HASH-NAME.drv", file)
        .with_hint("cairn derivation add " + file);
  }
  std::filesystem::path folder = std::filesystem::path(file).parent_path();
  // Each is met twice: opened, and taken when its inputs are.
  std::vector<StorePath> wanted{*item};
  std::map<StorePath, Derivation> opened;
  while (!wanted.empty()) {
    StorePath path = wanted.back();
    auto again = opened.find(path);
    if (again != opened.end() || known_.contains(path)) {
      if (!known_.contains(path)) take_named(path, again->second);
      wanted.pop_back();
      continue;
    }
    Derivation derivation = derivation_beside(place_.store, folder, path);
    for (const auto& [input, outputs] : derivation.input_derivations) {
      bool is_beside = access((folder / input.base_name()).c_str(), F_OK) == 0;
      if (is_beside && !opened.contains(input)) wanted.push_back(input);
    }
    opened.emplace(path, std::move(derivation));
  }
  return *item;
}

void DerivationGraph::take_named(const StorePath& path, const Derivation& derivation) {
  StorePath right = derivation_path(place_.store, derivation);
  if (right != path) {
    throw Error("{} is not what its name says: its contents belong to {}", path.base_name(),
                right.base_name());
  }
  take(derivation);
}

StorePath DerivationGraph::take_unfinished(Derivation derivation) {
  return take(with_output_paths(place_.store, std::move(derivation), hashes_));
}

StorePath DerivationGraph::take(const Derivation& derivation) {
  Text text{derivation.name + ".drv", print_aterm(place_.store, derivation),
            references_of(derivation)};
  text.address = text_address(place_.store, text.name, text.text, text.references);
  StorePath path = text.address->path;
  if (known_.emplace(path, texts_.size()).second) texts_.push_back(std::move(text));
  return path;
}

// Of those taken only the text is kept: most are asked for never, none twice.
Derivation DerivationGraph::derivation_at(const StorePath& path) const {
  auto known = known_.find(path);
  if (known == known_.end()) return read_stored_derivation(place_, path);
  return parse_aterm(place_.store, texts_[known->second].text, derivation_name(path));
}

}  // namespace cairn
