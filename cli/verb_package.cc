// SPDX-License-Identifier: GPL-3.0-or-later
// cairn package: all that can be done with a profile.
#include "cli/arguments.hh"
#include "cli/change_profile.hh"
#include "cli/collection.hh"
#include "cli/pattern.hh"
#include "cli/profile/search_paths.hh"
#include "cli/profile_exports.hh"
#include "cli/profile_generations.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <nlohmann/json.hpp>

namespace cairn {

extern const Verb show_verb;

namespace {

struct PackageVerbWishes {
  ProfileWishes profile;
  OperandList install;
  OperandList remove;
  OperandList upgrade;
  OperandList do_not_upgrade;
  std::vector<std::string> manifests;
  bool roll_back = false;
  std::optional<std::string> switch_to;
  MaybeValue delete_generations;
  MaybeValue list_generations;
  MaybeValue installed;
  MaybeValue available;
  MaybeValue search_paths;
  std::optional<std::string> show;
  bool export_manifest = false;
  bool export_channels = false;
  bool json = false;
};

Options package_verb_options(PackageVerbWishes& wishes) {
  Options options = {
      {"-i,--install", "[PACKAGE]", "install the packages that follow", &wishes.install},
      {"-r,--remove", "[PACKAGE]", "remove the packages that follow", &wishes.remove},
      {"-u,--upgrade", "[REGEXP]", "upgrade all, or those that match", &wishes.upgrade},
      {"--do-not-upgrade", "[REGEXP]", "leave those that match", &wishes.do_not_upgrade},
      {"-m,--manifest", "FILE", "have what FILE says, and nothing else", &wishes.manifests},
      {"--roll-back", "", "go back to the generation before", &wishes.roll_back},
      {"-S,--switch-generation", "N", "go to generation N; +N and -N are steps", &wishes.switch_to},
      {"-l,--list-generations", "[PATTERN]", "list all generations, or those meant",
       &wishes.list_generations},
      {"-d,--delete-generations", "[PATTERN]", "delete all others, or those meant",
       &wishes.delete_generations},
      {"-I,--list-installed", "[REGEXP]", "list what is installed", &wishes.installed},
      {"-A,--list-available", "[REGEXP]", "list the packages that there are", &wishes.available},
      {"--show", "PACKAGE", "show what there is to know about it", &wishes.show},
      {"--search-paths", "[KIND]", "print the variables to set: exact, prefix or suffix",
       &wishes.search_paths},
      {"--export-manifest", "", "print a manifest of the profile", &wishes.export_manifest},
      {"--export-channels", "", "print the channels that it came from", &wishes.export_channels},
      {"--json", "", "print JSON", &wishes.json},
  };
  Options more = profile_options(wishes.profile);
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

ProfileOrder order_of(const PackageVerbWishes& wishes) {
  return {.install = wishes.install.words,
          .remove = wishes.remove.words,
          .manifests = wishes.manifests,
          .upgrades = wishes.upgrade.given,
          .upgrade_only = wishes.upgrade.words,
          .upgrade_not = wishes.do_not_upgrade.words};
}

bool changes_something(const PackageVerbWishes& wishes) {
  return wishes.install.given || wishes.remove.given || wishes.upgrade.given ||
         !wishes.manifests.empty() || wishes.profile.packages.names_something();
}

void list_installed(const UserProfile& profile, const std::string& text, bool as_json) {
  Pattern wanted(text);
  Results results;
  auto list = nlohmann::json::array();
  for (const ManifestEntry& entry : profile.manifest().entries) {
    if (wanted.count_in(entry.name, 1) == 0) continue;
    list.push_back(json_of(profile.place().store, entry));
    if (as_json) continue;
    results.line(fmt::format("{}\t{}\t{}\t{}", entry.name, entry.version, entry.output,
                             profile.place().store.print(entry.item)));
  }
  if (as_json) results.json(list);
  results.finish();
}

void list_available(const PackageVerbWishes& wishes, const PlaceWishes& place) {
  Pattern wanted(wishes.available.value);
  Collection collection = collection_for(wishes.profile.packages, place);
  PackageIndex index(collection.path);
  std::vector<IndexedPackage> found;
  index.each([&](const IndexedPackage& package) {
    if (wanted.count_in(package.name, 1) > 0) found.push_back(package);
  });
  std::sort(found.begin(), found.end(), [](const IndexedPackage& one, const IndexedPackage& two) {
    return one.name != two.name ? one.name < two.name : is_older(one.version, two.version);
  });
  Results results;
  auto list = nlohmann::json::array();
  for (const IndexedPackage& one : found) {
    std::string file = one.file->name();
    list.push_back({{"name", one.name}, {"version", one.version}, {"file", file}});
    if (!wishes.json) results.line(fmt::format("{}\t{}\t{}", one.name, one.version, file));
  }
  if (wishes.json) results.json(list);
  results.finish();
}

void print_search_paths(const UserProfile& profile, const std::string& kind) {
  // CAIRN_ROOT and the like do not matter here: the lines are for who sees the store in its place.
  std::string path;
  for (char c : profile.where().seen) {
    if (std::string_view("$`\"\\").find(c) != std::string_view::npos) path += '\\';
    path += c;
  }
  Results results;
  results.write(search_path_lines(search_path_values(profile.manifest(), profile.view()), path,
                                  parse_search_path_kind(kind)));
  results.finish();
}

// What is there to be told; false when nothing of it was asked for.
bool tell(const PackageVerbWishes& wishes, const UserProfile& profile, const PlaceWishes& place) {
  if (wishes.list_generations.given) {
    list_generations(profile, wishes.list_generations.value, wishes.json);
  } else if (wishes.installed.given) {
    list_installed(profile, wishes.installed.value, wishes.json);
  } else if (wishes.available.given) {
    list_available(wishes, place);
  } else if (wishes.search_paths.given) {
    print_search_paths(profile, wishes.search_paths.value);
  } else if (wishes.export_manifest || wishes.export_channels) {
    Results results;
    Manifest manifest = profile.manifest();
    results.write(wishes.export_manifest ? manifest_file_of(manifest) : channels_file_of(manifest));
    results.finish();
  } else if (wishes.show) {
    Call call = show_verb.call();
    Arguments arguments = {*wishes.show};
    for (const std::string& folder : wishes.profile.packages.load_path) {
      arguments.push_back("--load-path=" + folder);
    }
    if (wishes.json) arguments.push_back("--json");
    read_arguments(call.options, arguments, show_verb.reading, "cairn package");
    call.run(place);
  } else {
    return false;
  }
  return true;
}

Exit package(const PackageVerbWishes& wishes, const PlaceWishes& place) {
  UserProfile profile(place, wishes.profile.path);
  if (tell(wishes, profile, place)) return Exit::done;
  bool moves = wishes.roll_back || wishes.switch_to || wishes.delete_generations.given;
  if (!moves && !changes_something(wishes)) {
    throw Error("cairn package needs to be told what to do", Exit::misused)
        .with_hint("cairn package --help");
  }
  if (moves && wishes.profile.dry_run) {
    throw Error("--dry-run is for what changes packages", Exit::misused)
        .with_hint("cairn package --list-generations");
  }
  if (wishes.roll_back) roll_back(profile, place);
  if (wishes.switch_to) switch_generation(profile, *wishes.switch_to);
  if (wishes.delete_generations.given) {
    delete_generations(profile, wishes.delete_generations.value);
  }
  if (!changes_something(wishes)) return Exit::done;
  return change_profile(wishes.profile, order_of(wishes), place);
}

}  // namespace

extern const Verb package_verb;
const Verb package_verb{
    "package", "change your profile, and go between its generations",
    "All changes that one command asks for become one generation. PACKAGES follow -i and -r:\n"
    "  cairn package -i hello sed -r grep -u\n\n"
    "PATTERN is 3, 1,4, 2..5, 2.., ..5 or an age: 12h, 30d, 2w, 1m. -l lists what is younger, -d\n"
    "deletes what is older, and never the current generation.",
    [] { return call_of(package_verb_options, package); }};

}  // namespace cairn
