// SPDX-License-Identifier: GPL-3.0-or-later
// cairn run: a program of a package that is installed nowhere.
#include "cli/sandboxed_run.hh"
#include "cli/temporary_profile.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct RunWishes {
  ProfileWishes profile;
  std::optional<std::string> program;
  bool pure = false;
  SandboxWishes sandbox;
  std::vector<std::string> words;
};

Options run_options(RunWishes& wishes) {
  Options options = package_options(wishes.profile.packages);
  Options own = {
      {"--program", "NAME", "run NAME, not the program that is called like the package",
       &wishes.program},
      {"--pure", "", "let nothing else of your environment in", &wishes.pure},
      {"[PACKAGE [ARGUMENT...]]", "", "", &wishes.words},
  };
  for (const Options& more :
       {sandbox_options(wishes.sandbox), build_options(wishes.profile.builds), own}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  return options;
}

// What was asked for, taken apart.
struct RunOrder {
  std::vector<std::string> specifications;
  std::optional<std::string> program;
  std::vector<std::string> arguments;
};

// With -e or -f all words are arguments; else the first is a package. Behind it, "-- PROGRAM" names
// the program.
RunOrder order_of(const RunWishes& wishes) {
  RunOrder order{{}, wishes.program, wishes.words};
  auto& words = order.arguments;
  if (!wishes.profile.packages.names_something()) {
    if (words.empty()) {
      throw Error("cairn run needs a package", Exit::misused).with_hint("cairn run --help");
    }
    order.specifications = {words.front()};
    words.erase(words.begin());
  }
  bool names_program = !order.program && words.size() > 1 && words.front() == "--";
  if (names_program) {
    order.program = words[1];
    words.erase(words.begin(), words.begin() + 2);
  }
  return order;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 12;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) {
    text += (i > 0 ? ", " : "") + names[i];
  }
  return names.size() > most ? text + ", ..." : text;
}

std::string program_for(const TemporaryProfile& profile, const RunOrder& order) {
  const std::string& package = profile.shown().manifest.entries.at(0).name;
  std::string name = order.program.value_or(package);
  if (auto found = profile.find(name)) return *found;
  auto names = profile.programs();
  if (!order.program && names.size() == 1) return *profile.find(names[0]);
  Error error("'{}' has no program '{}'", package, name);
  error.with_status(static_cast<Exit>(127));  // as shells have it
  error.with_hint(names.empty() ? "it has no programs at all"
                                : fmt::format("choose with --program=NAME: {}", listed(names)));
  throw error;
}

Exit run(const RunWishes& wishes, const PlaceWishes& place) {
  RunOrder order = order_of(wishes);
  // Before anything is built for it.
  static_cast<void>(shared_binds(wishes.sandbox, place_of(place).store));
  TemporaryProfile profile(place, wishes.profile.packages, order.specifications, wishes.profile);
  std::vector<std::string> command = {program_for(profile, order)};
  command.insert(command.end(), order.arguments.begin(), order.arguments.end());
  if (wishes.sandbox.wished) return run_sandboxed(profile, command, wishes.sandbox);
  Environment environment = own_environment();
  profile.become(command, wishes.pure ? purified(environment) : environment);
}

}  // namespace

extern const Verb run_verb;
const Verb run_verb{
    "run", "run a program of a package that is installed nowhere",
    "The program is the one that is called like the package, or the only one that there is.\n"
    "Another one is named by --program=NAME, or behind a mark: cairn run PACKAGE -- NAME "
    "ARGUMENT...\n"
    "In a sandbox it sees the store items that it needs, a home folder that is kept for the\n"
    "package, and what --share and --expose name; it has no network without --network.",
    [] { return call_of(run_options, run); }, Reading::options_first};

}  // namespace cairn
