// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of sv(8), which talks to the runsv of a service.
#include "core/machine/service_control.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <spawn.h>
#include <thread>
#include <unistd.h>

namespace cairn::machine {

namespace {

constexpr auto moment = std::chrono::milliseconds(300);  // that a service must stay
constexpr auto between_looks = std::chrono::milliseconds(50);
constexpr const char* keeper_patience = "5";  // seconds; it has nothing to do but to end

class Control {
 public:
  Control(const SystemDeclaration& system, const RunProgram& run) : system_(system), run_(run) {}

  // Whether VERB, of sv, succeeded for the service NAME in its time.
  bool does(const char* verb, const std::string& name) const {
    return run_({system_.init.control, "-w", std::to_string(patience_of(name)), verb,
                 system_.init.folder + "/" + name}) == 0;
  }

  // End NAMES, all at once: first the services, each in its time, then what keeps them, which is
  // done when their logs are written.
  void end(const std::vector<std::string>& names, LiveServices& live) const {
    if (names.empty()) return;
    unsigned patience = 0;
    std::vector<std::string> stop{system_.init.control, "-w", "", "force-stop"};
    for (const std::string& name : names) {
      patience = std::max(patience, patience_of(name));
      stop.push_back(system_.init.folder + "/" + name);
    }
    stop[2] = std::to_string(patience);
    run_(stop);
    std::vector<std::string> leave{system_.init.control, "-v", "-w", keeper_patience, "exit"};
    for (const std::string& name : names) leave.push_back(live.retire(name));
    run_(leave);
    live.forget_retired();
  }

  // Whether the service NAME is ready now. (sv would look again every 0.42 seconds.) For sv one
  // that is between two starts is ready.
  bool is_ready(const std::string& name) const {
    return run_({system_.init.control, "-w", "0", "check", system_.init.folder + "/" + name}) == 0;
  }

  // Whether the service NAME becomes ready in its time, and one process of it stays for a moment:
  // what cannot read its configuration ends at once, and is started again. Whoever watches the
  // folder may not have started it yet.
  bool sees_ready(const std::string& name, const LiveServices& live) const {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::seconds(patience_of(name));
    std::string process;
    auto since = Clock::now();
    for (auto now = since; now < end + moment; now = Clock::now()) {
      std::string found = live.process(name);
      if (found != process) since = now;
      process = found;
      bool is_steady = !process.empty() && now - since >= moment;
      if (is_steady && is_ready(name) && live.process(name) == process) return true;
      std::this_thread::sleep_for(between_looks);
    }
    return false;
  }

  const Service* find(const std::string& name) const {
    auto found = std::ranges::find(system_.services, name, &Service::name);
    return found == system_.services.end() ? nullptr : &*found;
  }

 private:
  unsigned patience_of(const std::string& name) const {
    const Service* service = find(name);
    return service ? service->patience : Service().patience;
  }

  const SystemDeclaration& system_;
  const RunProgram& run_;
};

}  // namespace

int run_program(const std::vector<std::string>& command) {
  std::vector<std::string> texts = command;
  std::vector<char*> arguments;
  for (std::string& text : texts) arguments.push_back(text.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  // What sv says is about one service at a time; we say it about all.
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  int failure = posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw numbered_error(failure, "cannot run {}", command.front());
  return status_of(child);
}

std::vector<std::string> apply_changes(const ServiceChanges& changes,
                                       const SystemDeclaration& system, LiveServices& live,
                                       const RunProgram& run, const std::function<void()>& wake) {
  Control control(system, run);
  control.end(changes.stop, live);
  for (const std::string& name : changes.restart) {
    live.change(*control.find(name));
    control.does("force-restart", name);
  }
  for (const std::string& name : changes.start) live.add(*control.find(name));
  if (!changes.start.empty()) {
    live.settle();
    wake();
  }
  std::vector<std::string> missing;
  for (const auto* names : {&changes.restart, &changes.start}) {
    for (const std::string& name : *names) {
      if (control.find(name)->is_vital && !control.sees_ready(name, live)) missing.push_back(name);
    }
  }
  return missing;
}

void stop_all(const SystemDeclaration& system, LiveServices& live, const RunProgram& run) {
  Control control(system, run);
  RunningServices running = live.running();
  for (std::vector<std::string>& round : ending_rounds(system)) {
    std::erase_if(round, [&](const std::string& name) { return !running.contains(name); });
    control.end(round, live);
  }
}

}  // namespace cairn::machine
