// SPDX-License-Identifier: GPL-3.0-or-later
// Generations as a person sees them.
#include "cli/profile_generations.hh"

#include "cli/evaluation/package_index.hh"
#include "cli/forget_generations.hh"
#include "cli/generation_title.hh"
#include "cli/profile/transaction.hh"
#include "cli/profile_builder.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "core/profile/generation_pattern.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

constexpr std::uint64_t empty_generation = 0;

std::uint64_t current_number(const UserProfile& profile) {
  auto number = profile.links().current();
  if (number) return *number;
  throw Error("{} has no generation yet", profile.where().path).with_hint("cairn install PACKAGE");
}

void go_to(const UserProfile& profile, ProfileChange& change, std::uint64_t from,
           std::uint64_t to) {
  profile.show(change, to);
  note(fmt::format("switched from generation {} to {}", from, to));
}

void make_empty_generation(const UserProfile& profile, ProfileChange& change,
                           const PlaceWishes& place) {
  ProfileBuilder builder(place, {}, {});
  StorePath item = builder.join({}, profile.view(), profile.where().seen, Collisions::refused);
  profile.add(change, builder.engine(), item, empty_generation);
  builder.finish();
}

std::string row_of(const StoreDir& store, const ManifestEntry& entry) {
  return fmt::format("{}\t{}\t{}\t{}", entry.name, entry.version, entry.output,
                     store.print(entry.item));
}

// Generations that are not the empty one, which is listed nowhere and never deleted.
std::vector<Generation> real_generations(const UserProfile& profile) {
  auto all = profile.links().list();
  std::erase_if(all, [](const Generation& one) { return one.number == empty_generation; });
  return all;
}

class Listing {
 public:
  explicit Listing(const UserProfile& profile)
      : profile_(profile), current_(profile.links().current()) {}

  void line(const Generation& generation, const Manifest* before, const Manifest& now) {
    if (std::exchange(has_printed_, true)) results_.line("");
    results_.line(generation_title(generation, generation.number == current_));
    const StoreDir& store = profile_.place().store;
    if (!before) {
      for (const ManifestEntry& entry : now.entries) results_.line("   " + row_of(store, entry));
      return;
    }
    for (const Change& change : changes(*before, now, is_older)) {
      if (change.before) results_.line(" - " + row_of(store, *change.before));
      if (change.after) results_.line(" + " + row_of(store, *change.after));
    }
  }

  void json(const Generation& generation, const Manifest& now) {
    auto entries = nlohmann::json::array();
    for (const ManifestEntry& entry : now.entries) {
      entries.push_back(json_of(profile_.place().store, entry));
    }
    list_.push_back({{"number", generation.number},
                     {"time", generation.time},
                     {"current", generation.number == current_},
                     {"item", profile_.place().store.print(generation.item)},
                     {"entries", std::move(entries)}});
  }

  void finish(bool as_json) {
    if (as_json) results_.json(list_);
    results_.finish();
  }

 private:
  const UserProfile& profile_;
  std::optional<std::uint64_t> current_;
  Results results_{};
  bool has_printed_ = false;
  nlohmann::json list_ = nlohmann::json::array();
};

}  // namespace

void roll_back(const UserProfile& profile, const PlaceWishes& place) {
  current_number(profile);  // throws before anything is made
  ProfileChange change = profile.begin();
  std::uint64_t now = current_number(profile);
  if (now == empty_generation) {
    note("there is no generation before the current one, 0; it is empty");
    return;
  }
  std::uint64_t target = older_than(profile.links().list(), now);
  if (target == empty_generation && !profile.links().find(empty_generation)) {
    make_empty_generation(profile, change, place);
  }
  go_to(profile, change, now, target);
}

void switch_generation(const UserProfile& profile, const std::string& text) {
  current_number(profile);  // throws before anything is made
  ProfileChange change = profile.begin();
  std::uint64_t now = current_number(profile);
  std::uint64_t target = switch_target(profile.links().list(), now, text);
  go_to(profile, change, now, target);
}

void delete_generations(const UserProfile& profile, const std::string& pattern) {
  ProfileChange change = profile.begin();
  auto meant = real_generations(profile);
  if (!pattern.empty()) {
    meant =
        matching(meant, parse_generation_pattern(pattern), std::time(nullptr), AgeMeaning::before);
  }
  forget_generations(meant, profile.links().current(), !pattern.empty(), [&](std::uint64_t number) {
    change.remove(number);
    note(fmt::format("deleted generation {}", number));
  });
}

void list_generations(const UserProfile& profile, const std::string& pattern, bool as_json) {
  auto all = real_generations(profile);
  auto meant = pattern.empty() ? all
                               : matching(all, parse_generation_pattern(pattern),
                                          std::time(nullptr), AgeMeaning::since);
  Listing listing(profile);
  std::optional<Manifest> before;
  for (const Generation& one : all) {
    bool is_meant = std::find(meant.begin(), meant.end(), one) != meant.end();
    Manifest now = profile.manifest(one);
    if (is_meant && as_json) listing.json(one, now);
    if (is_meant && !as_json) listing.line(one, before ? &*before : nullptr, now);
    before = std::move(now);
  }
  listing.finish(as_json);
}

nlohmann::json json_of(const StoreDir& store, const ManifestEntry& entry) {
  return {{"name", entry.name},
          {"version", entry.version},
          {"output", entry.output},
          {"item", store.print(entry.item)}};
}

}  // namespace cairn
