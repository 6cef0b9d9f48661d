// SPDX-License-Identifier: GPL-3.0-or-later
// One change of a profile: evaluate, build, and under the lock: join and switch.
#include "cli/change_profile.hh"

#include "cli/pattern.hh"
#include "cli/profile_builder.hh"
#include "cli/results.hh"
#include "cli/terminal.hh"
#include "cli/user_profile.hh"

#include <algorithm>

namespace cairn {

namespace {

std::vector<Pattern> patterns(const std::vector<std::string>& texts) {
  std::vector<Pattern> result;
  for (const std::string& text : texts) result.emplace_back(text);
  return result;
}

bool is_matched(const std::vector<Pattern>& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const Pattern& one) { return one.count_in(name, 1) > 0; });
}

// Specifications of the entries of MANIFEST that ORDER wants to be upgraded.
std::vector<std::string> names_to_upgrade(const Manifest& manifest, const ProfileOrder& order) {
  std::vector<std::string> names;
  if (!order.upgrades) return names;
  auto only = patterns(order.upgrade_only);
  auto not_these = patterns(order.upgrade_not);
  for (const ManifestEntry& entry : manifest.entries) {
    bool is_wanted =
        (only.empty() || is_matched(only, entry.name)) && !is_matched(not_these, entry.name);
    if (is_wanted) names.push_back(entry.name + ":" + entry.output);
  }
  return names;
}

// The targets of NAMES, but for packages that there are no more.
std::vector<PackageTarget> upgrade_targets(const std::vector<std::string>& names,
                                           const LoadPath& path) {
  std::vector<PackageTarget> targets;
  if (names.empty()) return targets;
  PackageIndex index(path);
  for (const std::string& text : names) {
    std::string name = parse_specification(text).name;
    if (index.has(name)) {
      targets.push_back(package_target(text, index));
    } else {
      warn(fmt::format("'{}' is kept: no channel has it any more", name));
    }
  }
  return targets;
}

// Those of FRESH that are no older than what MANIFEST has.
void keep_newer(const Manifest& manifest, std::vector<ManifestEntry>& fresh) {
  std::erase_if(fresh, [&](const ManifestEntry& entry) {
    return std::any_of(manifest.entries.begin(), manifest.entries.end(),
                       [&](const ManifestEntry& one) {
                         return is_same_package(one, entry) && is_older(entry.version, one.version);
                       });
  });
}

bool holds_the_same(const Manifest& one, const Manifest& other) {
  auto is_same = [](const ManifestEntry& a, const ManifestEntry& b) {
    return is_same_package(a, b) && a.item == b.item;
  };
  return std::equal(one.entries.begin(), one.entries.end(), other.entries.begin(),
                    other.entries.end(), is_same) &&
         std::equal(one.propagated.begin(), one.propagated.end(), other.propagated.begin(),
                    other.propagated.end(), is_same);
}

PackageWishes with_manifests(const PackageWishes& packages, const ProfileOrder& order) {
  PackageWishes all = packages;
  all.files.insert(all.files.end(), order.manifests.begin(), order.manifests.end());
  return all;
}

void tell(const std::vector<Change>& changes, std::string_view prefix) {
  for (const Change& change : changes) note(fmt::format("{}{}", prefix, sentence_of(change)));
}

class ProfileUpdate {
 public:
  ProfileUpdate(const ProfileWishes& wishes, const ProfileOrder& order, const PlaceWishes& place)
      : wishes_(wishes),
        order_(order),
        profile_(place, wishes.path),
        packages_(with_manifests(wishes.packages, order)),
        builder_(place, packages_, wishes.builds) {}

  Exit run() {
    Manifest before = profile_.manifest();
    prepare(before);
    Manifest after = changed(before, transaction_);
    if (holds_the_same(before, after)) {
      note("nothing to be done");
      return Exit::done;
    }
    if (wishes_.dry_run) return tell_plan(before, after);
    Exit exit = evaluated_.entries.empty() ? Exit::done : builder_.build(evaluated_);
    if (exit != Exit::done) {
      builder_.finish();
      return exit;
    }
    make_generation();
    return Exit::done;
  }

 private:
  // Evaluate all that shall come, in one go.
  void prepare(const Manifest& before) {
    auto targets = package_targets(packages_, order_.install, builder_.load_path());
    std::size_t installed = targets.size();
    for (PackageTarget& target :
         upgrade_targets(names_to_upgrade(before, order_), builder_.load_path())) {
      targets.push_back(std::move(target));
    }
    evaluated_ = builder_.evaluate(targets);
    // Who only removes says nothing of where the others came from.
    transaction_.channels = targets.empty() ? before.channels : builder_.channels();
    transaction_.remove = order_.remove;
    transaction_.replaces_all = !order_.manifests.empty();
    transaction_.install = entries_between(evaluated_, 0, installed);
    transaction_.upgrade = entries_between(evaluated_, installed, targets.size());
    keep_newer(before, transaction_.upgrade.entries);
  }

  Exit tell_plan(const Manifest& before, const Manifest& after) {
    Results results;
    if (!evaluated_.entries.empty()) {
      for (const StorePath& path : builder_.missing(evaluated_)) {
        results.line(builder_.place().store.print(path));
      }
    }
    results.finish();
    tell(changes(before, after, is_older), "would be ");
    return Exit::done;
  }

  // Another process may have changed the profile meanwhile, so the manifest is read again.
  void make_generation() {
    ProfileChange change = profile_.begin();
    Manifest before = profile_.manifest();
    Manifest after = changed(before, transaction_);
    if (holds_the_same(before, after)) return builder_.finish();
    auto collisions = wishes_.allow_collisions ? Collisions::first : Collisions::refused;
    StorePath item = builder_.join(after, profile_.view(), profile_.where().seen, collisions);
    std::uint64_t number = profile_.add(change, builder_.engine(), item);
    profile_.show(change, number);
    builder_.finish();
    auto done = changes(before, after, is_older);
    if (!wishes_.builds.quiet) tell(done, "");
    bool has_new = std::any_of(done.begin(), done.end(),
                               [](const Change& one) { return one.kind == Change::Kind::added; });
    auto hint = has_new && !wishes_.builds.quiet ? profile_.path_hint() : std::nullopt;
    if (hint) note("hint: " + *hint);
  }

  const ProfileWishes& wishes_;
  const ProfileOrder& order_;
  UserProfile profile_;
  PackageWishes packages_;
  ProfileBuilder builder_;
  EvaluatedEntries evaluated_{};
  Transaction transaction_{};
};

}  // namespace

Options profile_options(ProfileWishes& wishes) {
  Options options = {
      {"-p,--profile", "PROFILE", "use PROFILE instead of yours", &wishes.path},
      {"-n,--dry-run", "", "say what would be done", &wishes.dry_run},
      {"--allow-collisions", "", "where packages have the same file, take the first's",
       &wishes.allow_collisions},
  };
  for (const Options& more : {package_options(wishes.packages), build_options(wishes.builds)}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  return options;
}

Exit change_profile(const ProfileWishes& wishes, const ProfileOrder& order,
                    const PlaceWishes& place) {
  return ProfileUpdate(wishes, order, place).run();
}

}  // namespace cairn
