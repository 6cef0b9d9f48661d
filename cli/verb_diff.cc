// SPDX-License-Identifier: GPL-3.0-or-later
// cairn diff: what changed from one generation of a profile to another.
#include "cli/evaluation/package_index.hh"
#include "cli/item_arguments.hh"
#include "cli/profile/profile_item.hh"
#include "cli/profile/transaction.hh"
#include "cli/profile_generations.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct DiffWishes {
  std::optional<std::string> profile;
  bool json = false;
  std::vector<std::string> states;
};

Options diff_options(DiffWishes& wishes) {
  return {{"-p,--profile", "PROFILE", "the profile whose generations are meant", &wishes.profile},
          {"--json", "", "print JSON", &wishes.json},
          {"FROM...", "", "", &wishes.states}};
}

// TEXT is the number of a generation, or names a profile.
Manifest manifest_for(const UserProfile& profile, const std::string& text) {
  bool is_number = text.find_first_not_of("0123456789") == std::string::npos && text.size() < 19;
  if (!is_number) return manifest_of_item(profile.view(), item_named(profile.place(), text));
  if (auto generation = profile.links().find(std::stoull(text))) {
    return profile.manifest(*generation);
  }
  throw Error("there is no generation {} of {}", text, profile.where().path)
      .with_hint("cairn package --list-generations");
}

nlohmann::json json_of_change(const StoreDir& store, const Change& change) {
  auto side = [&](const std::optional<ManifestEntry>& entry) {
    return entry ? json_of(store, *entry) : nlohmann::json();
  };
  std::string sentence = sentence_of(change);
  return {{"change", sentence.substr(0, sentence.find(':'))},
          {"from", side(change.before)},
          {"to", side(change.after)}};
}

Exit diff(const DiffWishes& wishes, const PlaceWishes& place) {
  if (wishes.states.size() > 2) {
    throw Error("cairn diff compares two states", Exit::misused).with_hint("cairn diff --help");
  }
  UserProfile profile(place, wishes.profile);
  Manifest from = manifest_for(profile, wishes.states[0]);
  Manifest to =
      wishes.states.size() == 2 ? manifest_for(profile, wishes.states[1]) : profile.manifest();
  Results results;
  auto list = nlohmann::json::array();
  for (const Change& change : changes(from, to, is_older)) {
    if (!wishes.json) results.line(sentence_of(change));
    list.push_back(json_of_change(profile.place().store, change));
  }
  if (wishes.json) results.json(list);
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb diff_verb;
const Verb diff_verb{
    "diff", "say what changed between two states of a profile",
    "FROM, and TO behind it (the current generation if it is left out), are numbers "
    "of generations,\nor profiles: links or store items.",
    [] { return call_of(diff_options, diff); }};

}  // namespace cairn
