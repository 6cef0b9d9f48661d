// SPDX-License-Identifier: GPL-3.0-or-later
// The loop that builds a plan.
#include "core/schedule/build_loop.hh"

#include "core/base/error_text.hh"
#include "core/base/files.hh"
#include "core/schedule/builds.hh"
#include "core/store/repair.hh"

#include <algorithm>
#include <fmt/ranges.h>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace cairn {

namespace {

using Clock = std::chrono::steady_clock;

// A watch can be blind or miss something.
constexpr auto time_between_looks = std::chrono::seconds(1);
constexpr auto time_between_pauses = std::chrono::milliseconds(100);

Scheduler::Limits limits_of(const BuildSettings& settings) {
  return {.max_jobs = std::max(settings.max_jobs, 1U),
          .keep_going = settings.keep_going,
          .timeout = settings.timeout,
          .max_silent = settings.max_silent};
}

// "All cores" as a number, found out once.
BuildSettings with_cores(BuildSettings settings) {
  if (settings.cores == 0) settings.cores = std::max(std::thread::hardware_concurrency(), 1U);
  return settings;
}

BuildSettings without_repeats(BuildSettings settings) {
  settings.mode = BuildMode::normal;
  settings.rounds = 1;
  return settings;
}

BuildResult result_of(BuildStatus status, std::string message) {
  BuildResult result;
  result.status = status;
  result.message = std::move(message);
  result.started = result.stopped = time(nullptr);
  return result;
}

int milliseconds_until(std::optional<Clock::time_point> deadline) {
  if (!deadline) return -1;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<long>(left, 0, 60'000));
}

// For each node those that failed and that it needs, or is, but not more than can be read. In one
// pass, as each stands behind those that it needs.
std::vector<std::set<std::size_t>> failed_needs(const Plan& plan, const Scheduler& scheduler) {
  constexpr std::size_t most = 5;
  std::vector<std::set<std::size_t>> causes(plan.nodes.size());
  for (std::size_t node = 0; node < causes.size(); ++node) {
    if (scheduler.state(node) == NodeState::failed) causes[node].insert(node);
    for (std::size_t need : plan.nodes[node].needs) {
      for (std::size_t cause : causes[need]) {
        if (causes[node].size() < most) causes[node].insert(cause);
      }
    }
  }
  return causes;
}

}  // namespace

BuildLoop::BuildLoop(Store& store, Spawner& spawner, const BuildSettings& settings,
                     const Plan& plan, EventSink& events)
    : store_(store),
      spawner_(spawner),
      plan_(plan),
      events_(events),
      wanted_settings_(with_cores(settings)),
      dependency_settings_(without_repeats(wanted_settings_)),
      locks_(store.layout()),
      scratch_(builds_folder(store.layout())),
      inner_stores_(store.layout(), spawner, scratch_),
      closures_(store.database()),
      scheduler_(plan, limits_of(settings)) {
  clean_left_builds(store.layout());
  make_directory_at(scratch_.fd(), mount_point_name);
}

void BuildLoop::run(int cancel) {
  cancel_ = cancel;
  while (!scheduler_.is_done()) {
    if (start_all()) {
      auto counts = scheduler_.counts();
      events_.send(BuildsProgressed{counts.done, counts.expected, counts.running, counts.failed});
      continue;  // if none of them had to run, all may be done
    }
    if (jobs_.empty() && watches_.empty()) continue;
    wait_for_something();
    serve_jobs();
    // Who was not served meanwhile may have ended in time.
    if (!std::exchange(was_away_, false)) stop_expired();
  }
  explain_skipped();
}

bool BuildLoop::start_all() {
  bool has_started = false;
  while (auto node = scheduler_.next()) {
    start(*node);
    has_started = true;
  }
  return has_started;
}

void BuildLoop::start(std::size_t node) {
  std::optional<std::variant<OutputLocks, LockWatch>> taken;
  try {
    taken.emplace(OutputLocks::take(locks_, plan_.nodes[node].derivation));
  } catch (const Error& error) {
    // As on a full disk: what runs may still end well.
    events_.send(BuildStarted{name_of(node)});
    return finish(node, result_of(BuildStatus::misc_failure, text_of(error)));
  }
  if (auto* watch = std::get_if<LockWatch>(&*taken)) {
    if (told_.insert(node).second) {
      events_.send(
          Waiting{fmt::format("another session builds {}", store_.dir().print(name_of(node)))});
    }
    if (watches_.empty()) next_look_ = Clock::now() + time_between_looks;
    watches_.emplace(node, std::move(*watch));
    scheduler_.locked(node);
    return;
  }
  launch(node, std::move(std::get<OutputLocks>(*taken)));
}

void BuildLoop::launch(std::size_t node, OutputLocks locks) {
  const PlanNode& planned = plan_.nodes[node];
  bool check = settings_for(node).mode == BuildMode::check;
  if (is_made(node) && !check) {
    BuildResult result = result_of(BuildStatus::already_valid, "");
    for (const auto& [name, output] : planned.derivation.outputs) {
      result.outputs.emplace(name, output.path);
    }
    return finish(node, std::move(result));
  }
  if (check && !is_partly_made(node)) {
    return finish(node, result_of(BuildStatus::misc_failure,
                                  "there is nothing to check yet: build it first"));
  }
  if (wanted_settings_.make_room) wanted_settings_.make_room();
  events_.send(BuildStarted{name_of(node)});
  try {
    BuildResources place{store_,    spawner_,           scratch_, inner_stores_,
                         closures_, settings_for(node), events_,  [this] { go_on(); }};
    auto build = std::make_unique<RunningBuild>(place, name_of(node), planned.derivation);
    jobs_.emplace(node, Job{std::move(locks), std::move(build)});
  } catch (const Error& error) {
    // What this machine cannot build is that derivation's failure; others can go on.
    return finish(node, result_of(BuildStatus::input_rejected, text_of(error)));
  }
  scheduler_.started(node, Clock::now());
}

void BuildLoop::finish(std::size_t node, BuildResult result) {
  if (result.status != BuildStatus::already_valid) {
    events_.send(BuildEnded{name_of(node), result.succeeded(), result.message});
  }
  scheduler_.finished(node, result.succeeded());
  results_.emplace(node, std::move(result));
}

void BuildLoop::wait_for_something() {
  std::vector<pollfd> watched = {{cancel_, POLLIN | POLLRDHUP, 0}};
  for (const auto& [node, job] : jobs_) {
    watched.push_back({job.build->output_fd(), POLLIN, 0});
    watched.push_back({job.build->process_fd(), POLLIN, 0});
  }
  for (const auto& [node, watch] : watches_) watched.push_back({watch.fd(), POLLIN, 0});
  watched.push_back({events_.unsent_fd(), POLLOUT, 0});
  auto deadline = scheduler_.deadline();
  if (!watches_.empty()) deadline = std::min(deadline.value_or(next_look_), next_look_);
  if (poll(watched.data(), watched.size(), milliseconds_until(deadline)) < 0) {
    if (errno == EINTR) return;
    throw errno_error("cannot wait for builds");
  }
  if (watched[0].revents) throw Cancelled();
  if (watched.back().revents) events_.send_rest();
  look_at_watches(watched);
}

void BuildLoop::look_at_watches(const std::vector<pollfd>& polled) {
  bool all = Clock::now() >= next_look_;
  for (auto watch = watches_.begin(); watch != watches_.end();) {
    bool woken = all || std::ranges::any_of(polled, [&](const pollfd& entry) {
                   return entry.fd == watch->second.fd() && entry.revents != 0;
                 });
    if (woken) scheduler_.unlocked(watch->first);
    watch = woken ? watches_.erase(watch) : std::next(watch);
  }
}

void BuildLoop::serve_jobs() {
  for (auto current = jobs_.begin(); current != jobs_.end();) {
    auto& [node, job] = *current;
    if (job.build->output_fd() >= 0 && job.build->read_output() > 0) {
      scheduler_.heard_from(node, Clock::now());
    }
    auto result = job.build->advance();
    if (!result) {
      ++current;
      continue;
    }
    std::size_t ended = node;
    current = jobs_.erase(current);
    finish(ended, std::move(*result));
  }
}

void BuildLoop::stop_expired() {
  for (auto [node, why] : scheduler_.expired(Clock::now())) {
    const BuildSettings& settings = settings_for(node);
    std::string message =
        why == Scheduler::Overrun::timeout
            ? fmt::format("it took longer than {} seconds", settings.timeout.count())
            : fmt::format("it was silent for {} seconds", settings.max_silent.count());
    jobs_.at(node).build->stop(BuildStatus::timed_out, std::move(message));
  }
}

// Whoever is not listened to meanwhile is not silent.
void BuildLoop::go_on() {
  auto now = Clock::now();
  if (now < next_pause_) return;
  next_pause_ = now + time_between_pauses;
  for (const auto& [node, job] : jobs_) scheduler_.heard_from(node, now);
  was_away_ = true;
  pollfd end{cancel_, POLLIN | POLLRDHUP, 0};
  if (poll(&end, 1, 0) > 0) throw Cancelled();
}

void BuildLoop::explain_skipped() {
  auto causes = failed_needs(plan_, scheduler_);
  for (std::size_t node = 0; node < plan_.nodes.size(); ++node) {
    if (scheduler_.state(node) != NodeState::skipped) continue;
    results_.emplace(node, causes[node].empty()
                               ? result_of(BuildStatus::misc_failure,
                                           "it was not started, because another build failed")
                               : explained(causes[node]));
  }
}

BuildResult BuildLoop::explained(const std::set<std::size_t>& causes) const {
  std::vector<std::string> sentences;
  for (std::size_t cause : causes) {
    sentences.push_back(fmt::format("it needs {}, which failed: {}",
                                    store_.dir().print(plan_.nodes[cause].path),
                                    results_.at(cause).message));
  }
  const BuildResult& first = results_.at(*causes.begin());
  // A status that has an exit of its own is also that of what depends on it.
  bool tells_more = exit_of(first.status) != Exit::build_failed;
  BuildResult result = result_of(tells_more ? first.status : BuildStatus::dependency_failed,
                                 fmt::format("{}", fmt::join(sentences, "\n")));
  result.log_tail = first.log_tail;
  return result;
}

// Who repairs looks closer, and mends what needs no building.
bool BuildLoop::is_made(std::size_t node) const {
  bool repairs = settings_for(node).mode == BuildMode::repair;
  return std::ranges::all_of(plan_.nodes[node].derivation.outputs, [&](const auto& output) {
    const StorePath& item = output.second.path;
    return store_.is_there(item) && (!repairs || repair_item(store_, item, events_).empty());
  });
}

// What can be compared with what is built now.
bool BuildLoop::is_partly_made(std::size_t node) const {
  return std::ranges::any_of(plan_.nodes[node].derivation.outputs, [&](const auto& output) {
    return store_.is_there(output.second.path);
  });
}

const StorePath& BuildLoop::name_of(std::size_t node) const {
  const PlanNode& planned = plan_.nodes[node];
  const auto& told = wanted_settings_.known_as;
  return planned.is_wanted && told ? *told : planned.path;
}

const BuildSettings& BuildLoop::settings_for(std::size_t node) const {
  return plan_.nodes[node].is_wanted ? wanted_settings_ : dependency_settings_;
}

}  // namespace cairn
