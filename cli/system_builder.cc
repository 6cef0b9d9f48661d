// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluating and building systems.
#include "cli/system_builder.hh"

#include "cli/build_outcomes.hh"
#include "cli/build_targets.hh"
#include "cli/system_provenance.hh"
#include "cli/terminal.hh"

#include <filesystem>

namespace cairn {

namespace {

using protocol::Target;

PackageWishes with_file(PackageWishes packages, const std::string& file) {
  packages.files = {file};
  return packages;
}

// The folders of -L, wherever one is when they are read.
std::vector<std::string> absolute(const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  for (const std::string& folder : folders) {
    found.push_back(std::filesystem::absolute(folder).lexically_normal().string());
  }
  return found;
}

EvaluatedTarget evaluated_system(const PackageWishes& packages, const Collection& collection,
                                 Provenance kept, Evaluation& evaluation) {
  SystemProvenance provenance{absolute(packages.load_path), channels_of(collection.channels)};
  std::vector<PackageTarget> targets = package_targets(packages, {}, collection.path);
  for (PackageTarget& target : targets) {
    target.request["system"] = true;
    target.request["provenance"] = kept == Provenance::kept
                                       ? provenance_files(provenance, target.request["text"])
                                       : Message::array();
  }
  return evaluation.derivations(requests_of(targets), false).at(0);
}

}  // namespace

Options system_options(SystemWishes& wishes) {
  Options options = {
      {"-L,--load-path", "FOLDER", "find packages in FOLDER, too", &wishes.packages.load_path}};
  for (const Option& option : build_options(wishes.builds)) options.push_back(option);
  options.push_back({"FILE", "", "", &wishes.file});
  return options;
}

SystemBuilder::SystemBuilder(const SystemWishes& wishes, const PlaceWishes& place,
                             Provenance provenance)
    : wishes_(wishes),
      collection_(collection_for(with_file(wishes.packages, wishes.file), place)),
      evaluation_(place_of(place).store, collection_.path, note),
      system_(evaluated_system(with_file(wishes.packages, wishes.file), collection_, provenance,
                               evaluation_)),
      opened_(place, amount_for(wishes.builds), true,
              [this](std::string line) { return evaluation_.with_user_places(std::move(line)); }) {
  evaluation_.release();
  evaluation_.add_to(engine());
  engine().set_options(engine_options(wishes.builds));
}

StorePath SystemBuilder::derivation() const {
  return *system_.derivation;
}

std::vector<StorePath> SystemBuilder::missing() {
  auto missing = engine().missing(engine_targets({system_})).to_build;
  return {missing.begin(), missing.end()};
}

std::optional<StorePath> SystemBuilder::build() {
  if (!missing().empty()) evaluation_.learn_places();
  auto outcomes = engine().build(engine_targets({system_}));
  const auto& [target, outcome] = outcomes.at(0);
  if (!outcome.succeeded()) {
    finish();
    report(failure_of(target, outcome, place().store, evaluation_));
    status_ = exit_of(outcome.status);
    return std::nullopt;
  }
  StorePath item = outcome.outputs.begin()->second.path;
  engine().add_temporary_root(item);
  return item;
}

}  // namespace cairn
