// SPDX-License-Identifier: GPL-3.0-or-later
// cairn shell: a shell, or another command, with packages that are installed nowhere.
#include "cli/enter_store.hh"
#include "cli/results.hh"
#include "cli/temporary_profile.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct ShellWishes {
  ProfileWishes profile;
  std::vector<std::string> manifests;
  bool pure = false;
  MaybeValue search_paths;
  std::vector<std::string> packages;
  std::vector<std::string> command;
};

Options shell_options(ShellWishes& wishes) {
  Options options = package_options(wishes.profile.packages);
  Options own = {
      {"-m,--manifest", "FILE", "have what the manifest FILE says", &wishes.manifests},
      {"--pure", "", "let nothing else of your environment in", &wishes.pure},
      {"--search-paths", "[KIND]", "print the variables to set: exact, prefix or suffix",
       &wishes.search_paths},
      {"--allow-collisions", "", "where packages have the same file, take the first's",
       &wishes.profile.allow_collisions},
      {"[PACKAGE...]", "", "", &wishes.packages},
      {"[-- COMMAND...]", "", "", &wishes.command},
  };
  for (const Options& more : {build_options(wishes.profile.builds), own}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  return options;
}

Exit shell(const ShellWishes& wishes, const PlaceWishes& place) {
  PackageWishes packages = wishes.profile.packages;
  packages.files.insert(packages.files.end(), wishes.manifests.begin(), wishes.manifests.end());
  TemporaryProfile profile(place, packages, wishes.packages, wishes.profile);
  if (wishes.search_paths.given) {
    Results results;
    results.write(search_path_lines(profile.shown().search_paths,
                                    place_of(place).store.print(profile.shown().item),
                                    parse_search_path_kind(wishes.search_paths.value)));
    results.finish();
    return Exit::done;
  }
  Environment environment = own_environment();
  if (wishes.pure) environment = purified(environment);
  profile.become(wishes.command.empty() ? std::vector{own_shell()} : wishes.command,
                 std::move(environment));
}

}  // namespace

extern const Verb shell_verb;
const Verb shell_verb{
    "shell", "run a shell, or a command, with packages that are installed nowhere",
    "Without a COMMAND, SHELL. The variables that the packages want are set (PATH first), and\n"
    "CAIRN_ENVIRONMENT names the profile; with --pure only who you are is kept of the others.",
    [] { return call_of(shell_options, shell); }};

}  // namespace cairn
