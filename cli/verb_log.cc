// SPDX-License-Identifier: GPL-3.0-or-later
// cairn log: what a builder said.
#include "cli/item_arguments.hh"
#include "cli/log_file.hh"
#include "cli/open_engine.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct LogWishes {
  std::string path;
};

Options log_options(LogWishes& wishes) {
  return {{"PATH", "", "", &wishes.path}};
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
  StorePath item = item_named(place, wishes.path);
  auto source = find_log(place, item, place_wishes);
  if (!source) {
    Error error("no log of {} is kept here: it was not built on this machine",
                place.store.print(item));
    if (item.is_derivation()) {
      error.with_hint(
          fmt::format("{} build {}", command_for(place_wishes), place.store.print(item)));
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
                    "PATH is a derivation, or an output of one.",
                    [] { return call_of(log_options, log); }};

}  // namespace cairn
