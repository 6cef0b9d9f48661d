// SPDX-License-Identifier: GPL-3.0-or-later
// The public face of building.
#include "core/schedule/builds.hh"

#include "core/build/fetch.hh"
#include "core/build/source_ledger.hh"
#include "core/derivation/output_paths.hh"
#include "core/schedule/build_loop.hh"
#include "core/store/ownership.hh"
#include "core/store/repair.hh"
#include "core/store/temporary_roots.hh"

namespace cairn {

namespace {

constexpr std::size_t most_warnings = 5;  // of a kind, at once

// The fetches that a plan has to do with: those that it does, and whose outputs are valid already.
using Fetches = std::map<StorePath, Derivation>;

// Plan WANTED while no collector can run, then root what the plan rests on: what was found valid
// stays so, and what will be made is not taken. DAMAGED items are planned as if they were not
// there.
Plan rooted_plan(Store& store, const std::vector<WantedOutputs>& wanted, bool always,
                 const StorePathSet& damaged, Fetches& fetches) {
  AdditionLock lock(store.layout());
  StorePathSet seen;
  for (const WantedOutputs& want : wanted) seen.insert(want.derivation);
  PlanReader reader{[&](const StorePath& path) -> std::optional<Derivation> {
                      std::optional<Derivation> derivation = store.find_derivation(path);
                      if (derivation && is_fetch(*derivation)) fetches.emplace(path, *derivation);
                      return derivation;
                    },
                    [&](const StorePath& path) {
                      seen.insert(path);
                      return store.is_there(path) && !damaged.contains(path);
                    }};
  Plan plan;
  store.database().read_transaction([&] { plan = make_plan(wanted, reader, always); });
  for (const PlanNode& node : plan.nodes) {
    for (const auto& [name, output] : node.derivation.outputs) seen.insert(output.path);
  }
  store.temporary_roots().add(seen, lock);
  return plan;
}

// Anybody may have added these derivations: an output path that does not follow from its derivation
// is the place of something else.
void check_output_places(Store& store, const Plan& plan) {
  DerivationHashes hashes(store.dir(),
                          [&](const StorePath& path) { return store.read_derivation(path); });
  for (const PlanNode& node : plan.nodes) {
    with_context([&] { return fmt::format("cannot build {}", store.dir().print(node.path)); },
                 [&] { check_output_paths(store.dir(), node.derivation, hashes); });
  }
}

void check_can_be_built(Store& store, const Plan& plan, const BuildSettings& settings) {
  if (!plan.not_known.empty()) {
    throw Error("cannot build: the derivation {} is not valid",
                store.dir().print(*plan.not_known.begin()));
  }
  if (settings.max_jobs == 0 && !plan.nodes.empty()) {
    throw Error("something would have to be built, and max-jobs is 0").with_hint("--max-jobs 1");
  }
  if (settings.places == OutputPlaces::checked) check_output_places(store, plan);
}

// Of what is wanted and valid itself the plan has not read what it was made from.
void add_sources_of_valid(Store& store, const std::vector<WantedOutputs>& wanted, const Plan& plan,
                          Fetches& fetches) {
  StorePathSet planned;
  for (const PlanNode& node : plan.nodes) planned.insert(node.path);
  StorePathSet read;  // thousands may have one input
  for (const WantedOutputs& want : wanted) {
    if (planned.contains(want.derivation) || !store.is_valid(want.derivation)) continue;
    for (const auto& [input, outputs] : store.read_derivation(want.derivation).input_derivations) {
      if (!read.insert(input).second || !store.is_valid(input)) continue;
      Derivation derivation = store.read_derivation(input);
      if (is_fetch(derivation)) fetches.emplace(input, std::move(derivation));
    }
  }
}

// Warn of those of FETCHES whose outputs are valid and which no address of theirs gave.
void warn_of_unverified(Store& store, const Fetches& fetches, const BuildSettings& settings,
                        EventSink& events) {
  std::size_t count = 0;
  for (const auto& [path, derivation] : fetches) {
    if (!derivation.is_fixed() || !store.is_valid(derivation.outputs.at("out").path)) continue;
    auto warning = with_context(fmt::format("cannot use {}", store.dir().print(path)), [&] {
      return unverified_source(store, path, derivation, settings.fetch.get());
    });
    if (warning && ++count <= most_warnings) events.send(Warned{*warning});
  }
  if (count > most_warnings) {
    events.send(Warned{fmt::format("{} other sources are unverified", count - most_warnings)});
  }
}

// What FETCHES of PLAN are to be done.
Fetches take_planned(Fetches& fetches, const Plan& plan) {
  Fetches taken;
  for (const PlanNode& node : plan.nodes) taken.insert(fetches.extract(node.path));
  return taken;
}

// Of what is WANTED the outputs that are damaged, and cannot be made sound without building.
StorePathSet damaged_outputs(Store& store, const std::vector<WantedOutputs>& wanted,
                             EventSink& events) {
  StorePathSet found;
  for (const WantedOutputs& want : wanted) {
    for (const auto& [name, output] : store.database().derivation_outputs(want.derivation)) {
      bool is_wanted = want.outputs.empty() || want.outputs.contains(name);
      if (!is_wanted || !store.is_there(output)) continue;
      if (!repair_item(store, output, events).empty()) found.insert(output);
    }
  }
  return found;
}

BuildResult valid_result(Store& store, const StorePath& path) {
  BuildResult result;
  result.status = BuildStatus::already_valid;
  result.outputs = store.database().derivation_outputs(path);
  return result;
}

}  // namespace

std::vector<BuildResult> build(Store& store, Spawner& spawner, const BuildSettings& settings,
                               const std::vector<WantedOutputs>& wanted, EventSink& events,
                               int cancel) {
  // A check, or another round, needs the wanted ones built although they are valid.
  bool always = settings.mode == BuildMode::check;
  bool repairs = settings.mode == BuildMode::repair;
  StorePathSet damaged = repairs ? damaged_outputs(store, wanted, events) : StorePathSet{};
  Fetches fetches;
  Plan plan = rooted_plan(store, wanted, always, damaged, fetches);
  check_can_be_built(store, plan, settings);
  add_sources_of_valid(store, wanted, plan, fetches);
  Fetches planned = take_planned(fetches, plan);
  warn_of_unverified(store, fetches, settings, events);
  std::map<StorePath, std::size_t> nodes;
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) nodes.emplace(plan.nodes[i].path, i);
  std::vector<BuildResult> results;
  if (nodes.empty()) {
    for (const WantedOutputs& want : wanted)
      results.push_back(valid_result(store, want.derivation));
    return results;
  }
  check_owner(store.folder(), "cannot build in the store");  // before anything runs
  BuildSettings careful = settings;
  careful.looks_at_inputs = repairs;
  BuildLoop loop(store, spawner, careful, plan, events);
  loop.run(cancel);
  warn_of_unverified(store, planned, settings, events);
  for (const WantedOutputs& want : wanted) {
    auto node = nodes.find(want.derivation);
    results.push_back(node == nodes.end() ? valid_result(store, want.derivation)
                                          : loop.result(node->second));
  }
  return results;
}

}  // namespace cairn
