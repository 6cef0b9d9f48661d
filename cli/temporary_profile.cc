// SPDX-License-Identifier: GPL-3.0-or-later
// Building a profile and running something in it.
#include "cli/temporary_profile.hh"

#include "cli/beside.hh"
#include "cli/enter_store.hh"
#include "cli/profile_builder.hh"

namespace cairn {

namespace {

// Many profiles have their programs in one of these alone.
constexpr const char* program_folders[] = {"bin", "sbin"};

// What is not upgraded need not say where it came from: the same packages make the same profile,
// whatever else has changed in their channels.
NewEntries without_provenance(NewEntries fresh) {
  for (auto* list : {&fresh.entries, &fresh.propagated}) {
    for (ManifestEntry& entry : *list) entry.provenance.reset();
  }
  return fresh;
}

}  // namespace

struct TemporaryProfile::Parts {
  Parts(const PlaceWishes& place, const PackageWishes& packages, const BuildWishes& builds)
      : builder(place, packages, builds), view(builder.place().root, builder.place().store) {}

  ProfileBuilder builder;
  StoreView view;
  std::optional<ShownProfile> shown{};
};

TemporaryProfile::TemporaryProfile(const PlaceWishes& place, const PackageWishes& packages,
                                   const std::vector<std::string>& specifications,
                                   const ProfileWishes& wishes) {
  parts_ = std::make_unique<Parts>(place, packages, wishes.builds);
  ProfileBuilder& builder = parts_->builder;
  auto targets = package_targets(packages, specifications, builder.load_path());
  EvaluatedEntries entries = builder.evaluate(targets);
  Exit exit = builder.build(entries);
  if (exit != Exit::done) throw Error("not all packages could be built", exit);
  Transaction transaction;
  transaction.install = without_provenance(entries_between(entries, 0, targets.size()));
  Manifest manifest = changed({}, transaction);
  auto collisions = wishes.allow_collisions ? Collisions::first : Collisions::refused;
  StorePath item = builder.join(manifest, parts_->view, "", collisions);
  // Its thread must have ended before a user namespace can be entered.
  builder.finish();
  auto search_paths = search_path_values(manifest, parts_->view);
  parts_->shown = ShownProfile{item, std::move(manifest), std::move(search_paths)};
}

TemporaryProfile::~TemporaryProfile() = default;

const ShownProfile& TemporaryProfile::shown() const {
  return *parts_->shown;
}

std::vector<std::string> TemporaryProfile::programs() const {
  std::vector<std::string> names;
  std::string path = parts_->view.store().print(shown().item);
  for (const char* folder : program_folders) {
    for (std::string& name : parts_->view.names_in(path + "/" + folder)) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::optional<std::string> TemporaryProfile::find(const std::string& program) const {
  for (const char* folder : program_folders) {
    std::string path =
        fmt::format("{}/{}/{}", parts_->view.store().print(shown().item), folder, program);
    if (parts_->view.find(path)) return path;
  }
  return std::nullopt;
}

const Place& TemporaryProfile::place() const {
  return parts_->builder.place();
}

const StoreView& TemporaryProfile::view() const {
  return parts_->view;
}

Engine& TemporaryProfile::engine() {
  return parts_->builder.engine();
}

std::vector<StorePath> TemporaryProfile::closure() {
  return engine().closure({shown().item});
}

Environment TemporaryProfile::environment_in(Environment environment) const {
  std::string path = parts_->view.store().print(shown().item);
  environment = with_search_paths(shown().search_paths, path, std::move(environment));
  // As long as a process has it in its environment, the collector keeps the profile.
  environment["CAIRN_ENVIRONMENT"] = path;
  return environment;
}

void TemporaryProfile::become(const std::vector<std::string>& command, Environment environment) {
  become_environment(environment_in(std::move(environment)));
  enter_store(place());
  become_program(command);
}

}  // namespace cairn
