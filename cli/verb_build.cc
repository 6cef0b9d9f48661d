// SPDX-License-Identifier: GPL-3.0-or-later
// cairn build: make outputs of derivations, and tell where they are.
#include "cli/build_targets.hh"
#include "cli/open_engine.hh"
#include "cli/result_link.hh"
#include "cli/results.hh"
#include "cli/systems.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cairn {

namespace {

using protocol::BuildMode;
using protocol::BuildOutcome;
using protocol::Target;

struct BuildWishes {
  bool dry_run = false;
  bool keep_going = false;
  bool keep_failed = false;
  bool check = false;
  bool quiet = false;
  bool verbose = false;
  bool json = false;
  bool derivations = false;
  bool source = false;
  bool list_systems = false;
  PackageWishes packages;
  std::optional<std::uint64_t> cores;
  std::optional<std::uint64_t> max_jobs;
  std::optional<std::uint64_t> rounds;
  std::optional<std::uint64_t> timeout;
  std::optional<std::uint64_t> max_silent;
  std::optional<std::string> link;
  std::optional<std::string> system;
  std::vector<std::string> targets;
};

Options build_options(BuildWishes& wishes) {
  Options options = package_options(wishes.packages);
  Options own = {
      {"-S,--source", "", "build the sources of the packages", &wishes.source},
      {"-d,--derivations", "", "print the derivations, and build nothing", &wishes.derivations},
      {"-n,--dry-run", "", "print which derivations would be built", &wishes.dry_run},
      {"-k,--keep-going", "", "go on with the others when a build fails", &wishes.keep_going},
      {"-K,--keep-failed", "", "keep a copy of the folder of a failed build", &wishes.keep_failed},
      {"-c,--cores", "N", "let each build use N cores (0, the default: all)", &wishes.cores},
      {"-M,-j,--max-jobs", "N", "build N things at the same time (default 1)", &wishes.max_jobs},
      {"--check", "", "build again what is there, and compare", &wishes.check},
      {"--rounds", "N", "build N times, and compare", &wishes.rounds},
      {"-s,--system", "SYSTEM", "build for SYSTEM", &wishes.system},
      {"--list-systems", "", "print the systems that can be built for", &wishes.list_systems},
      {"--timeout", "SECONDS", "end builds that take longer", &wishes.timeout},
      {"--max-silent-time", "SECONDS", "end builds that say nothing for so long",
       &wishes.max_silent},
      {"-r,--root", "LINK", "make LINK to the output, and keep it from the collector",
       &wishes.link},
      {"-q,--quiet", "", "say only what goes wrong", &wishes.quiet},
      {"-v,--verbose", "", "show what builders say", &wishes.verbose},
      {"--json", "", "print JSON", &wishes.json},
      {"[PACKAGE-OR-DRV...]", "", "", &wishes.targets},
  };
  options.insert(options.end(), own.begin(), own.end());
  return options;
}

BuildOptions options_for(const BuildWishes& wishes) {
  // What is greater than any number of cores or any time counts as that.
  auto number = [](std::optional<std::uint64_t> wished, unsigned otherwise) {
    constexpr std::uint64_t most = 0xffffffff;
    return static_cast<unsigned>(std::min(wished.value_or(otherwise), most));
  };
  return {
      .keep_failed = wishes.keep_failed,
      .keep_going = wishes.keep_going,
      .max_jobs = number(wishes.max_jobs, 1),
      .cores = number(wishes.cores, 0),
      .rounds = number(wishes.rounds, 1),
      .timeout = std::chrono::seconds(number(wishes.timeout, 0)),
      .max_silent = std::chrono::seconds(number(wishes.max_silent, 0)),
  };
}

ProgressStyle::Amount amount_for(const BuildWishes& wishes) {
  if (wishes.quiet) return ProgressStyle::Amount::quiet;
  return wishes.verbose ? ProgressStyle::Amount::verbose : ProgressStyle::Amount::usual;
}

Exit tell_missing(OpenEngine& opened, const std::vector<Target>& targets, bool json) {
  protocol::MissingItems missing = opened.engine.missing(targets);
  const StoreDir& store = opened.place.store;
  for (const StorePath& path : missing.not_known) {
    throw Error("{} is not valid, and nothing can make it", store.print(path));
  }
  Results results;
  auto list = nlohmann::json::array();
  for (const StorePath& path : missing.to_build) {
    json ? list.push_back(store.print(path)) : results.line(store.print(path));
  }
  if (json) results.json({{"toBuild", list}});
  results.finish();
  std::size_t count = missing.to_build.size();
  note(fmt::format("{} derivation{} would be built", count, count == 1 ? "" : "s"));
  return Exit::done;
}

std::string label_of(const StorePath& path) {
  std::string name(path.name());
  return path.is_derivation() ? name.substr(0, name.size() - 4) : name;
}

// The outputs of a TARGET that was built, with their names. An item is its own output.
std::map<std::string, StorePath> outputs_of(const Target& target, const BuildOutcome& outcome) {
  if (target.kind == Target::Kind::item) return {{"out", target.path}};
  std::map<std::string, StorePath> outputs;
  for (const auto& [id, realisation] : outcome.outputs) {
    bool is_wanted = target.outputs.empty() || target.outputs.contains(id.output);
    if (is_wanted) outputs.emplace(id.output, realisation.path);
  }
  return outputs;
}

class Answer {
 public:
  Answer(OpenEngine& opened, const BuildWishes& wishes) : opened_(opened), wishes_(wishes) {}

  void succeeded(const Target& target, const BuildOutcome& outcome) {
    auto told = nlohmann::json::object();
    for (const auto& [name, path] : outputs_of(target, outcome)) {
      std::string text = opened_.place.store.print(path);
      told[name] = text;
      if (!wishes_.json) results_.line(text);
      if (wishes_.link) {
        std::string link = link_name(*wishes_.link, count_, name);
        make_result_link(opened_.engine, opened_.place, link, path);
      }
    }
    list_.push_back({{"path", opened_.place.store.print(target.path)}, {"outputs", told}});
    ++count_;
  }

  void finish() {
    if (wishes_.json) results_.json(list_);
    results_.finish();
  }

 private:
  OpenEngine& opened_;
  const BuildWishes& wishes_;
  Results results_;
  nlohmann::json list_ = nlohmann::json::array();
  std::size_t count_ = 0;
};

// The first line of the engine's message, under the name of what was asked for. What else it says
// was shown when the build ended.
Error failure_of(const Target& target, const BuildOutcome& outcome, const StoreDir& store,
                 const Evaluation& evaluation) {
  std::string_view reason = outcome.message;
  std::string prefix = fmt::format("cannot build {}: ", store.print(target.path));
  if (reason.starts_with(prefix)) reason.remove_prefix(prefix.size());
  std::string place = evaluation.place_of(target.path);
  if (!place.empty()) place += ": ";
  return Error("{}cannot build '{}': {}", place, label_of(target.path),
               reason.substr(0, reason.find('\n')));
}

// As Nix does, the statuses of several failures are joined bit by bit.
Exit joined(Exit one, Exit other) {
  return static_cast<Exit>(static_cast<int>(one) | static_cast<int>(other));
}

// The operands of one kind: specifications of packages, or derivations and items.
std::vector<std::string> operands(const BuildWishes& wishes, bool specifications) {
  std::vector<std::string> words;
  for (const std::string& word : wishes.targets) {
    if (is_specification(word) == specifications) words.push_back(word);
  }
  return words;
}

void check_wishes(const BuildWishes& wishes) {
  if (wishes.system) check_system(*wishes.system);
  if (!wishes.targets.empty() || wishes.packages.names_something()) return;
  throw Error("cairn build needs something to build", Exit::misused)
      .with_hint("cairn build --help");
}

std::vector<EvaluatedTarget> evaluated(const BuildWishes& wishes, const LoadPath& path,
                                       Evaluation& evaluation) {
  auto targets = package_targets(wishes.packages, operands(wishes, true), path);
  if (targets.empty()) return {};
  return evaluation.derivations(requests_of(targets), wishes.source);
}

Exit tell_systems() {
  Results results;
  for (std::string_view system : supported_systems) results.line(std::string(system));
  results.finish();
  return Exit::done;
}

Exit tell_derivations(const OpenEngine& opened, const std::vector<Target>& targets) {
  Results results;
  for (const Target& target : targets) results.line(opened.place.store.print(target.path));
  results.finish();
  return Exit::done;
}

Exit build_all(const BuildWishes& wishes, OpenEngine& opened, const std::vector<Target>& targets,
               Evaluation& evaluation) {
  opened.engine.set_options(options_for(wishes));
  bool builds = wishes.check || !opened.engine.missing(targets).to_build.empty();
  if (builds) evaluation.learn_places();
  auto outcomes = opened.engine.build(targets, wishes.check ? BuildMode::check : BuildMode::normal);
  opened.display.finish();
  Answer answer(opened, wishes);
  Exit exit = Exit::done;
  for (const auto& [target, outcome] : outcomes) {
    if (outcome.succeeded()) {
      answer.succeeded(target, outcome);
    } else {
      report(failure_of(target, outcome, opened.place.store, evaluation));
      exit = joined(exit, exit_of(outcome.status));
    }
  }
  answer.finish();
  return exit;
}

Exit build(const BuildWishes& wishes, const PlaceWishes& place_wishes) {
  if (wishes.list_systems) return tell_systems();
  check_wishes(wishes);
  LoadPath path = load_path_for(wishes.packages);
  Evaluation evaluation(place_of(place_wishes).store, path, note);
  std::vector<EvaluatedTarget> packages = evaluated(wishes, path, evaluation);
  OpenEngine opened(place_wishes, amount_for(wishes), true, [&evaluation](std::string line) {
    return evaluation.with_user_places(std::move(line));
  });
  evaluation.release();
  evaluation.add_to(opened.engine);
  std::vector<Target> targets = resolve_targets(opened, operands(wishes, false));
  for (Target& target : engine_targets(packages)) targets.push_back(std::move(target));
  if (wishes.derivations) return tell_derivations(opened, targets);
  if (wishes.dry_run) return tell_missing(opened, targets, wishes.json);
  return build_all(wishes, opened, targets, evaluation);
}

}  // namespace

extern const Verb build_verb;
const Verb build_verb{
    "build", "build packages or derivations and print where their outputs are",
    "A package is NAME, NAME@VERSION or NAME:OUTPUT.\n\n"
    "X.drv!out,lib and X.drv^out,lib choose outputs; X.drv alone means all of them. An\n"
    "X.drv outside of the store is added to it first.\n\n"
    "Ends with 100 when a build failed, 101 when it took too long, 102 when it made something\n"
    "else than its hash says, 104 when it did not make the same twice.",
    [] { return call_of(build_options, build); }};

}  // namespace cairn
