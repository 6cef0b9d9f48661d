// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluating, building and joining.
#include "cli/profile_builder.hh"

#include "cli/build_outcomes.hh"
#include "cli/terminal.hh"

namespace cairn {

using protocol::BuildOutcome;
using protocol::Target;

ProfileBuilder::ProfileBuilder(const PlaceWishes& place, const PackageWishes& packages,
                               const BuildWishes& builds)
    : place_wishes_(place),
      builds_(builds),
      place_(place_of(place)),
      collection_(collection_for(packages, place)),
      evaluation_(place_.store, collection_.path, note) {}

OpenEngine& ProfileBuilder::opened() {
  if (!opened_) {
    opened_.emplace(place_wishes_, amount_for(builds_), true, [this](std::string line) {
      return evaluation_.with_user_places(std::move(line));
    });
    opened_->engine.set_options(engine_options(builds_));
  }
  return *opened_;
}

EvaluatedEntries ProfileBuilder::evaluate(const std::vector<PackageTarget>& targets) {
  if (targets.empty()) return {};
  auto found = evaluated_entries(place_.store, evaluation_.entries(requests_of(targets)));
  for (EvaluatedEntry& one : found.entries) {
    if (one.target < targets.size()) one.entry.provenance = provenance_of(targets[one.target]);
  }
  return found;
}

// Which of the channels has the module of TARGET; nothing for what is the user's own.
std::optional<std::size_t> ProfileBuilder::provenance_of(const PackageTarget& target) const {
  if (!target.request.contains("module")) return std::nullopt;
  auto module = collection_.path.find(target.request["module"].get<std::vector<std::string>>());
  for (std::size_t i = 0; module && i < collection_.channels.size(); ++i) {
    if (module->file.starts_with(collection_.channels[i].prefix() + "/")) return i;
  }
  return std::nullopt;
}

std::vector<StorePath> ProfileBuilder::missing(const EvaluatedEntries& entries) {
  evaluation_.release();
  evaluation_.add_to(engine());
  protocol::MissingItems missing = engine().missing(targets_of(entries));
  for (const StorePath& path : missing.not_known) {
    throw Error("{} is not valid, and nothing can make it", place_.store.print(path));
  }
  return {missing.to_build.begin(), missing.to_build.end()};
}

Exit ProfileBuilder::build(const EvaluatedEntries& entries) {
  if (!missing(entries).empty()) evaluation_.learn_places();
  Exit exit = Exit::done;
  for (const auto& [target, outcome] : engine().build(targets_of(entries))) {
    if (outcome.succeeded()) continue;
    report(failure_of(target, outcome, place_.store, evaluation_));
    exit = joined(exit, exit_of(outcome.status));
  }
  return exit;
}

StorePath ProfileBuilder::join(const Manifest& manifest, const StoreView& view,
                               const std::string& path, Collisions collisions) {
  TreeEntries files = profile_files(manifest, view, path);
  StorePath derivation = add_profile(engine(), manifest, files, collisions);
  std::vector<std::pair<Target, BuildOutcome>> outcomes;
  std::string log = opened().events.log_during([&] {
    outcomes = engine().build({{derivation, Target::Kind::outputs, {}}});
  });
  const BuildOutcome& outcome = outcomes.at(0).second;
  if (!outcome.succeeded()) {
    throw collision_error(place_.store, manifest, log.empty() ? outcome.message : log);
  }
  tell_collisions(manifest, log);
  return outcome.outputs.begin()->second.path;
}

// What the union took from whom, in the words of packages.
void ProfileBuilder::tell_collisions(const Manifest& manifest, std::string log) const {
  auto rename = [&](const ManifestEntry& entry) {
    std::string path = place_.store.print(entry.item);
    std::string label = fmt::format("'{}'", label_of(entry));
    for (std::size_t at = 0; (at = log.find(path, at)) != log.npos; at += label.size()) {
      log.replace(at, path.size(), label);
    }
  };
  for (const ManifestEntry& entry : manifest.entries) rename(entry);
  for (const ManifestEntry& entry : manifest.propagated) rename(entry);
  constexpr std::string_view prefix = "cairn: union: ";
  std::string_view rest = log;
  for (std::size_t end; (end = rest.find('\n')) != rest.npos; rest.remove_prefix(end + 1)) {
    std::string_view line = rest.substr(0, end);
    if (line.starts_with(prefix)) warn(line.substr(prefix.size()));
  }
}

}  // namespace cairn
