// SPDX-License-Identifier: GPL-3.0-or-later
// The public face of building.
#include "core/schedule/builds.hh"

#include "core/base/files.hh"
#include "core/derivation/output_paths.hh"
#include "core/schedule/build_loop.hh"

namespace cairn {

namespace {

// Plan WANTED while no collector can run, then root what the plan rests on: what was found valid
// stays so, and what will be made is not taken.
Plan rooted_plan(Store& store, const std::vector<WantedOutputs>& wanted, bool always) {
  Fd state = open_directory(store.layout().physical_state());
  FileLock no_collector = FileLock::wait(state.get(), "gc.lock", LockKind::shared);
  StorePathSet seen;
  for (const WantedOutputs& want : wanted) seen.insert(want.derivation);
  PlanReader reader{[&](const StorePath& path) -> std::optional<Derivation> {
                      if (!store.is_valid(path)) return std::nullopt;
                      return store.read_derivation(path);
                    },
                    [&](const StorePath& path) {
                      seen.insert(path);
                      return store.is_valid(path);
                    }};
  Plan plan = make_plan(wanted, reader, always);
  for (const PlanNode& node : plan.nodes) {
    for (const auto& [name, output] : node.derivation.outputs) seen.insert(output.path);
  }
  store.temporary_roots().add(seen);
  return plan;
}

// Anybody may have added these derivations: an output path that does not follow from its derivation
// is the place of something else.
void check_output_places(Store& store, const Plan& plan) {
  DerivationHashes hashes(store.dir(),
                          [&](const StorePath& path) { return store.read_derivation(path); });
  for (const PlanNode& node : plan.nodes) {
    with_context(fmt::format("cannot build {}", store.dir().print(node.path)),
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

BuildResult valid_result(Store& store, const StorePath& path) {
  BuildResult result;
  result.status = BuildStatus::already_valid;
  result.outputs = store.database().derivation_outputs(path);
  return result;
}

}  // namespace

Plan missing_builds(Store& store, const std::vector<WantedOutputs>& wanted) {
  return rooted_plan(store, wanted, false);
}

std::vector<BuildResult> build(Store& store, Spawner& spawner, const BuildSettings& settings,
                               const std::vector<WantedOutputs>& wanted, EventSink& events,
                               int cancel) {
  // Another round, or a check, needs the wanted ones built although they are valid.
  bool always = settings.mode == BuildMode::check;
  Plan plan = rooted_plan(store, wanted, always);
  check_can_be_built(store, plan, settings);
  std::map<StorePath, std::size_t> nodes;
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) nodes.emplace(plan.nodes[i].path, i);
  std::vector<BuildResult> results;
  if (nodes.empty()) {
    for (const WantedOutputs& want : wanted)
      results.push_back(valid_result(store, want.derivation));
    return results;
  }
  BuildLoop loop(store, spawner, settings, plan, events);
  loop.run(cancel);
  for (const WantedOutputs& want : wanted) {
    auto node = nodes.find(want.derivation);
    results.push_back(node == nodes.end() ? valid_result(store, want.derivation)
                                          : loop.result(node->second));
  }
  return results;
}

}  // namespace cairn
