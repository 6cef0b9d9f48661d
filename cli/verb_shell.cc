// SPDX-License-Identifier: GPL-3.0-or-later
// cairn shell: a shell, or another command, with packages that are installed nowhere.
#include "cli/enter_store.hh"
#include "cli/results.hh"
#include "cli/sandboxed_run.hh"
#include "cli/temporary_profile.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct ShellWishes {
  ProfileWishes profile;
  std::vector<std::string> manifests;
  bool pure = false;
  MaybeValue search_paths;
  SandboxWishes sandbox;
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
  for (const Options& more :
       {sandbox_options(wishes.sandbox), build_options(wishes.profile.builds), own}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  return options;
}

// COMMAND as PROFILE alone has it; without one, a shell of it.
std::vector<std::string> command_inside(const TemporaryProfile& profile,
                                        std::vector<std::string> command) {
  if (profile.shown().manifest.entries.empty()) {
    throw Error("cairn shell --sandbox needs a package", Exit::misused);
  }
  if (command.empty()) {
    for (const char* name : {"bash", "sh"}) {
      if (auto found = profile.find(name)) return {*found};
    }
    throw Error("no package has a shell, and the sandbox has nothing else")
        .with_hint(
            "name one that has, such as bash, or a command: cairn shell --sandbox "
            "PACKAGE... -- COMMAND");
  }
  bool is_path = command.front().find('/') != std::string::npos;
  if (is_path) return command;
  auto found = profile.find(command.front());
  if (!found) {
    throw Error("no package has a program '{}', and the sandbox has nothing else", command.front())
        .with_status(static_cast<Exit>(127));  // as shells have it
  }
  command.front() = *found;
  return command;
}

Exit shell(const ShellWishes& wishes, const PlaceWishes& place) {
  // Before anything is built for it.
  static_cast<void>(shared_binds(wishes.sandbox, place_of(place).store));
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
  if (wishes.sandbox.wished) {
    return run_sandboxed(profile, command_inside(profile, wishes.command), wishes.sandbox);
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
    "CAIRN_ENVIRONMENT names the profile; with --pure only who you are is kept of the others.\n"
    "In a sandbox there is nothing but what the packages need, the home folder that is kept for\n"
    "the first of them, and what --share and --expose name; no network without --network.",
    [] { return call_of(shell_options, shell); }};

}  // namespace cairn
