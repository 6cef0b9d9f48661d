// SPDX-License-Identifier: GPL-3.0-or-later
// Operations that build, or ask what would be built.
#include "daemon/server/builds.hh"

#include "core/base/error_text.hh"
#include "core/base/files.hh"
#include "core/build/log_writer.hh"
#include "core/derivation/aterm.hh"
#include "core/hash/hasher.hh"
#include "core/schedule/missing.hh"
#include "core/store/repair.hh"
#include "core/transfer/fetch_settings.hh"
#include "daemon/server/serve.hh"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>

namespace cairn::server {

namespace {

using protocol::BuildOutcome;
using protocol::Target;
using Outcomes = std::vector<std::pair<Target, BuildOutcome>>;

bool is_item(const Target& target) {
  return target.kind == Target::Kind::item;
}

std::vector<WantedOutputs> wanted_of(const std::vector<Target>& targets) {
  std::vector<WantedOutputs> wanted;
  for (const Target& target : targets) {
    if (!is_item(target)) wanted.push_back({target.path, target.outputs});
  }
  return wanted;
}

BuildOutcome item_outcome(Session& session, const StorePath& path, protocol::BuildMode mode) {
  Store& store = session.store();
  BuildOutcome outcome;
  outcome.status = protocol::BuildStatus::already_valid;
  if (!store.is_valid(path)) {
    outcome.status = protocol::BuildStatus::no_substituters;
    outcome.message =
        fmt::format("{} is not valid, and nothing offers it", store.dir().print(path));
  } else if (mode == protocol::BuildMode::repair) {
    auto faults = repair_item(store, path, session.events(),
                              [&](const StorePath& item) { make_anew(session, item); });
    if (faults.empty()) return outcome;
    outcome.status = protocol::BuildStatus::misc_failure;
    outcome.message = faults.front();
  }
  return outcome;
}

// For a client that shows no log while it grows.
std::string last_words(const std::vector<std::string>& lines, const std::string& derivation) {
  if (lines.empty()) return "";
  return fmt::format("; last {} log lines:\n> {}\nFor full logs, run 'nix log {}'.", lines.size(),
                     fmt::join(lines, "\n> "), derivation);
}

// The numbers of both are the same. An output's id should hold the derivation's hash modulo; nobody
// can ask for anything by it here, and it would cost reading all of the derivation's inputs, so it
// is the hash of the derivation's path.
BuildOutcome outcome_of(Session& session, const WantedOutputs& wanted, const BuildResult& result) {
  std::string path = session.store().dir().print(wanted.derivation);
  BuildOutcome outcome;
  outcome.status = static_cast<protocol::BuildStatus>(result.status);
  if (!result.succeeded()) {
    outcome.message = fmt::format("cannot build {}: {}", path, result.message);
    if (!session.shows_logs()) outcome.message += last_words(result.log_tail, path);
  }
  outcome.times_built = result.times_built;
  outcome.is_non_deterministic = result.is_non_deterministic;
  outcome.started = result.started;
  outcome.stopped = result.stopped;
  Hash hash = hash_of(HashAlgorithm::sha256, wanted.derivation.base_name());
  for (const auto& [name, item] : result.outputs) {
    if (!wanted.outputs.empty() && !wanted.outputs.contains(name)) continue;
    protocol::OutputId id{hash, name};
    outcome.outputs.emplace(id, protocol::Realisation{id, item});
  }
  return outcome;
}

BuildSettings settings_for(const Session& session, protocol::BuildMode mode,
                           BuildSettings settings) {
  if (mode == protocol::BuildMode::repair) session.require_trust("repair items");
  // The same three in the same order on both sides.
  static_assert(static_cast<int>(BuildMode::check) == static_cast<int>(protocol::BuildMode::check));
  settings.mode = static_cast<BuildMode>(mode);
  return settings;
}

// What this machine says of fetching; read each time, so that a change counts at once.
FetchSettings fetch_settings(const Layout& layout) {
  std::string self = read_link_at(AT_FDCWD, "/proc/self/exe");
  const char* by_hash = std::getenv("CAIRN_CONTENT_MIRRORS");
  std::string configuration = layout.physical(layout.configuration);
  return {self.substr(0, self.rfind('/')) + "/cairn-fetch",
          mirrors_of_machine(configuration, by_hash ? by_hash : ""),
          limits_of_machine(configuration)};
}

bool is_new(const BuildResult& result) {
  return result.status == BuildStatus::built;
}

Outcomes build_targets(Session& session, const std::vector<Target>& targets,
                       protocol::BuildMode mode) {
  Store& store = session.store();
  for (const Target& target : targets) store.temporary_roots().add(target.path);
  std::vector<BuildResult> results =
      build_wanted(session, wanted_of(targets), mode, session.settings());
  Outcomes outcomes;
  auto next = results.begin();
  for (const Target& target : targets) {
    outcomes.emplace_back(
        target, is_item(target) ? item_outcome(session, target.path, mode)
                                : outcome_of(session, {target.path, target.outputs}, *next++));
  }
  return outcomes;
}

// The valid derivations that name ITEM as their output, the one that made it first. Anybody may
// have added one of them: whether it may make ITEM is looked at when it is built.
std::vector<StorePath> derivers_of(Store& store, const StorePath& item) {
  constexpr std::size_t most = 4;
  std::vector<StorePath> derivers;
  auto info = store.database().find(item);
  if (info && info->deriver && store.is_valid(*info->deriver)) derivers.push_back(*info->deriver);
  for (const StorePath& deriver : store.database().valid_derivers(item)) {
    if (derivers.size() < most && std::ranges::find(derivers, deriver) == derivers.end()) {
      derivers.push_back(deriver);
    }
  }
  return derivers;
}

// Why ITEM cannot be built again by DERIVER; empty when that was done.
std::string failure_to_rebuild(Session& session, const StorePath& item, const StorePath& deriver) {
  WantedOutputs wanted{deriver, {}};
  for (const auto& [name, path] : session.store().database().derivation_outputs(deriver)) {
    if (path == item) wanted.outputs.insert(name);
  }
  if (wanted.outputs.empty()) return "what it was made from no longer makes it";
  try {
    BuildResult result =
        build_wanted(session, {wanted}, protocol::BuildMode::repair, session.settings()).front();
    return result.succeeded() ? "" : result.message;
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    return text_of(error);
  }
}

class LogSink : public Sink {
 public:
  explicit LogSink(LogWriter& log) : log_(log) {}
  void write(std::string_view bytes) override { log_.write(bytes); }

 private:
  LogWriter& log_;
};

}  // namespace

std::vector<BuildResult> build_wanted(Session& session, const std::vector<WantedOutputs>& wanted,
                                      protocol::BuildMode mode, BuildSettings chosen) {
  BuildSettings settings = settings_for(session, mode, std::move(chosen));
  if (wanted.empty()) return {};
  settings.make_room = [&session] { session.make_room(); };
  settings.fetch = std::make_shared<FetchSettings>(fetch_settings(session.store().layout()));
  std::vector<BuildResult> results = build(session.store(), session.spawner(), settings, wanted,
                                           session.events(), session.cancel_fd());
  // Whoever hears of it may make a link to it, which a power cut would else leave alone.
  if (std::ranges::any_of(results, is_new)) session.store().database().flush();
  return results;
}

void make_anew(Session& session, const StorePath& item) {
  std::string failure;
  for (const StorePath& deriver : derivers_of(session.store(), item)) {
    failure = failure_to_rebuild(session, item, deriver);
    if (failure.empty()) return;
  }
  if (failure.empty()) return;
  session.events().send(
      Warned{fmt::format("cannot repair {}: {}", session.store().dir().print(item), failure)});
}

protocol::MissingItems serve(Session& session, const protocol::QueryMissing& asked) {
  MissingBuilds missing = missing_builds(session.store(), wanted_of(asked.targets));
  protocol::MissingItems told{
      std::move(missing.derivations), {}, std::move(missing.not_known), 0, 0};
  for (const Target& target : asked.targets) {
    if (is_item(target) && !session.store().is_valid(target.path)) {
      told.not_known.insert(target.path);
    }
  }
  return told;
}

protocol::Done serve(Session& session, const protocol::BuildPaths& asked) {
  std::vector<std::string> failures;
  for (const auto& [target, outcome] : build_targets(session, asked.targets, asked.mode)) {
    if (!outcome.succeeded()) failures.push_back(outcome.message);
  }
  if (!failures.empty()) throw Error("{}", fmt::join(failures, "\n"));
  return {};
}

Outcomes serve(Session& session, const protocol::BuildPathsWithResults& asked) {
  return build_targets(session, asked.targets, asked.mode);
}

protocol::BuildOutcome serve(Session& session, const protocol::BuildDerivation& asked) {
  Store& store = session.store();
  std::string_view name = asked.path.name();
  if (!asked.path.is_derivation()) throw Error("'{}' does not name a derivation", name);
  name.remove_suffix(std::string_view(".drv").size());
  Derivation derivation = derivation_of(asked.derivation, name);
  store.temporary_roots().add(derivation.input_sources);
  StorePath path = store.add_text(asked.path.name(), print_aterm(store.dir(), derivation),
                                  references_of(derivation));
  // Its inputs are replaced by what they made, so its paths no longer follow from it: they are
  // believed of who could as well bring the outputs.
  // So is the name that the client has for it, which its log and its outputs will have.
  BuildSettings settings = session.settings();
  StorePath known_as = path;
  if (session.peer().trusted) {
    settings.places = OutputPlaces::believed;
    settings.known_as = known_as = asked.path;
  }
  return outcome_of(session, {known_as, {}},
                    build_wanted(session, {{path, {}}}, asked.mode, settings).front());
}

protocol::Done serve(Session& session, const protocol::AddBuildLog& asked) {
  StorePath derivation(asked.derivation);
  LogWriter log(session.store().layout(), derivation);
  LogSink sink(log);
  drain(session.stream(), sink);
  log.finish();
  return {};
}

}  // namespace cairn::server
