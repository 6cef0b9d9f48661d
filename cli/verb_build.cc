// SPDX-License-Identifier: GPL-3.0-or-later
// cairn build: make outputs of derivations, and tell where they are.
#include "cli/build_options.hh"
#include "cli/build_outcomes.hh"
#include "cli/build_targets.hh"
#include "cli/collection.hh"
#include "cli/open_engine.hh"
#include "cli/result_link.hh"
#include "cli/results.hh"
#include "cli/systems.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

using protocol::BuildMode;
using protocol::BuildOutcome;
using protocol::Target;

struct BuildVerbWishes {
  bool dry_run = false;
  bool check = false;
  bool repair = false;
  bool json = false;
  bool derivations = false;
  bool source = false;
  bool list_systems = false;
  PackageWishes packages;
  BuildWishes builds;
  std::optional<std::uint64_t> rounds;
  std::optional<std::string> link;
  std::optional<std::string> system;
  std::vector<std::string> targets;
};

Options build_verb_options(BuildVerbWishes& wishes) {
  Options options = package_options(wishes.packages);
  Options own = {
      {"-S,--source", "", "build the sources of the packages", &wishes.source},
      {"-d,--derivations", "", "print the derivations, and build nothing", &wishes.derivations},
      {"-n,--dry-run", "", "print which derivations would be built", &wishes.dry_run},
      {"--check", "", "build again what is there, and compare", &wishes.check},
      {"--repair", "", "build again what was damaged since it was built", &wishes.repair},
      {"--rounds", "N", "build N times, and compare", &wishes.rounds},
      {"-s,--system", "SYSTEM", "build for SYSTEM", &wishes.system},
      {"--list-systems", "", "print the systems that can be built for", &wishes.list_systems},
      {"-r,--root", "LINK", "make LINK to the output, and keep it from the collector",
       &wishes.link},
      {"--json", "", "print JSON", &wishes.json},
      {"[PACKAGE-OR-DRV...]", "", "", &wishes.targets},
  };
  for (const Options& more : {build_options(wishes.builds), own}) {
    options.insert(options.end(), more.begin(), more.end());
  }
  return options;
}

BuildOptions options_for(const BuildVerbWishes& wishes) {
  BuildOptions options = engine_options(wishes.builds);
  options.rounds = bounded(wishes.rounds);
  return options;
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
  Answer(OpenEngine& opened, const BuildVerbWishes& wishes) : opened_(opened), wishes_(wishes) {}

  void succeeded(const Target& target, const BuildOutcome& outcome) {
    auto told = nlohmann::json::object();
    for (const auto& [name, path] : outputs_of(target, outcome)) {
      std::string text = opened_.place.store.print(path);
      told[name] = text;
      if (!wishes_.json) results_.line(text);
      if (wishes_.link) links_.push_back({link_name(*wishes_.link, count_, name), path});
    }
    list_.push_back({{"path", opened_.place.store.print(target.path)}, {"outputs", told}});
    ++count_;
  }

  void finish() {
    make_result_links(opened_.engine, opened_.place, links_);
    if (wishes_.json) results_.json(list_);
    results_.finish();
  }

 private:
  OpenEngine& opened_;
  const BuildVerbWishes& wishes_;
  Results results_;
  nlohmann::json list_ = nlohmann::json::array();
  std::vector<ResultLink> links_{};
  std::size_t count_ = 0;
};

// The operands of one kind: specifications of packages, or derivations and items.
std::vector<std::string> operands(const BuildVerbWishes& wishes, bool specifications) {
  std::vector<std::string> words;
  for (const std::string& word : wishes.targets) {
    if (is_specification(word) == specifications) words.push_back(word);
  }
  return words;
}

void check_wishes(const BuildVerbWishes& wishes) {
  if (wishes.system) check_system(*wishes.system);
  if (wishes.check && wishes.repair) {
    throw Error("--check and --repair exclude each other", Exit::misused);
  }
  if (wishes.dry_run && wishes.repair) {
    throw Error("--dry-run and --repair exclude each other", Exit::misused)
        .with_hint("cairn store verify --check-contents");
  }
  if (!wishes.targets.empty() || wishes.packages.names_something()) return;
  throw Error("cairn build needs something to build", Exit::misused)
      .with_hint("cairn build --help");
}

std::vector<EvaluatedTarget> evaluated(const BuildVerbWishes& wishes, const LoadPath& path,
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

BuildMode mode_of(const BuildVerbWishes& wishes) {
  if (wishes.check) return BuildMode::check;
  return wishes.repair ? BuildMode::repair : BuildMode::normal;
}

Exit build_all(const BuildVerbWishes& wishes, OpenEngine& opened,
               const std::vector<Target>& targets, Evaluation& evaluation) {
  opened.engine.set_options(options_for(wishes));
  bool builds = wishes.check || wishes.repair || !opened.engine.missing(targets).to_build.empty();
  if (builds) evaluation.learn_places();
  auto outcomes = opened.engine.build(targets, mode_of(wishes));
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

Exit build(const BuildVerbWishes& wishes, const PlaceWishes& place_wishes) {
  if (wishes.list_systems) return tell_systems();
  check_wishes(wishes);
  Collection collection = collection_for(wishes.packages, place_wishes);
  Evaluation evaluation(place_of(place_wishes).store, collection.path, note);
  std::vector<EvaluatedTarget> packages = evaluated(wishes, collection.path, evaluation);
  OpenEngine opened(place_wishes, amount_for(wishes.builds), true, [&evaluation](std::string line) {
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
    [] { return call_of(build_verb_options, build); }};

}  // namespace cairn
