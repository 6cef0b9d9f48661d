// SPDX-License-Identifier: GPL-3.0-or-later
// cairn log: what a builder said.
#include "cli/build_targets.hh"
#include "cli/collection.hh"
#include "cli/item_arguments.hh"
#include "cli/log_file.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct LogWishes {
  PackageWishes packages;
  std::string name;
};

Options log_options(LogWishes& wishes) {
  Options options = package_options(wishes.packages);
  options.push_back({"[PACKAGE-OR-PATH]", "", "", &wishes.name});
  return options;
}

// The derivation of the package that WISHES name, which the store need not have.
StorePath derivation_of_package(const LogWishes& wishes, const PlaceWishes& place) {
  Collection collection = collection_for(wishes.packages, place);
  Evaluation evaluation(place_of(place).store, collection.path, note);
  std::vector<std::string> names;
  if (!wishes.name.empty()) names.push_back(wishes.name);
  auto targets = package_targets(wishes.packages, names, collection.path);
  if (targets.size() != 1) throw Error("one package is meant", Exit::misused);
  auto packages = evaluation.derivations(requests_of(targets), false);
  return engine_targets(packages).front().path;
}

StorePath item_of(const LogWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  if (wishes.packages.names_something()) return derivation_of_package(wishes, place_wishes);
  if (wishes.name.empty()) {
    throw Error("whose log?", Exit::misused).with_hint("cairn log --help");
  }
  if (auto item = find_item_named(place, wishes.name)) return *item;
  if (is_specification(wishes.name)) return derivation_of_package(wishes, place_wishes);
  return item_named(place, wishes.name);
}

// The derivations that may have made ITEM.
StorePathSet makers_of(const StorePath& item, const PlaceWishes& wishes) {
  OpenEngine opened(wishes);
  StorePathSet makers = opened.engine.derivers(item);
  if (auto info = opened.engine.find(item); info && info->deriver) makers.insert(*info->deriver);
  return makers;
}

std::unique_ptr<Source> find_log(const Place& place, const StorePath& item,
                                 const PlaceWishes& wishes) {
  if (item.is_derivation()) return open_log(place, item);
  for (const StorePath& derivation : makers_of(item, wishes)) {
    if (auto log = open_log(place, derivation)) return log;
  }
  return nullptr;
}

Exit log(const LogWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  StorePath item = item_of(wishes, place_wishes);
  auto source = find_log(place, item, place_wishes);
  if (!source) {
    Error error("no log of {} is kept here: it was not built on this machine",
                place.store.print(item));
    if (item.is_derivation() && !wishes.name.empty()) {
      error.with_hint(fmt::format("{} build {}", command_for(place_wishes), wishes.name));
    }
    throw error;
  }
  Results results;
  drain(*source, results);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb log_verb;
const Verb log_verb{"log", "print what a builder said",
                    "PATH is a derivation, or an output of one. A package is NAME or NAME@VERSION.",
                    [] { return call_of(log_options, log); }};

}  // namespace cairn
