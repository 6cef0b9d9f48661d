// SPDX-License-Identifier: GPL-3.0-or-later
// BuildLoop: the thin loop around a Scheduler: starts what it names, polls what runs, tells it what
// happened.
#pragma once

#include "core/base/private_folder.hh"
#include "core/build/running_build.hh"
#include "core/schedule/output_locks.hh"
#include "core/schedule/plan.hh"
#include "core/schedule/scheduler.hh"

#include <chrono>
#include <map>
#include <memory>
#include <poll.h>
#include <set>
#include <vector>

namespace cairn {

class BuildLoop {
 public:
  BuildLoop(Store& store, Spawner& spawner, const BuildSettings& settings, const Plan& plan,
            EventSink& events);

  // Build all of the plan that can be built. Throws Cancelled when CANCEL (-1: none) wakes.
  void run(int cancel);

  // After run(): how NODE ended.
  const BuildResult& result(std::size_t node) const { return results_.at(node); }

 private:
  struct Job {
    OutputLocks locks;
    std::unique_ptr<RunningBuild> build;
  };

  bool start_all();  // all that can be; whether there was any
  void start(std::size_t node);
  void launch(std::size_t node, OutputLocks locks);
  void finish(std::size_t node, BuildResult result);
  void wait_for_something();
  void look_at_watches(const std::vector<pollfd>& polled);
  void serve_jobs();
  void stop_expired();
  void go_on();  // in the middle of what takes long
  void explain_skipped();
  BuildResult explained(const std::set<std::size_t>& causes) const;  // at least one
  bool is_made(std::size_t node) const;
  bool is_partly_made(std::size_t node) const;
  const StorePath& name_of(std::size_t node) const;  // for people, logs and derivers
  const BuildSettings& settings_for(std::size_t node) const;

  Store& store_;
  Spawner& spawner_;
  const Plan& plan_;
  EventSink& events_;
  BuildSettings wanted_settings_;      // as the session asked
  BuildSettings dependency_settings_;  // the same, but built once and not checked
  LockFolder locks_;
  PrivateFolder scratch_;
  InnerStores inner_stores_;
  ClosureMemory closures_;
  Scheduler scheduler_;
  int cancel_ = -1;
  std::chrono::steady_clock::time_point next_pause_{};  // of work that takes long
  bool was_away_ = false;                               // with such work
  std::map<std::size_t, Job> jobs_;
  std::map<std::size_t, LockWatch> watches_;
  std::set<std::size_t> told_;  // nodes of which was said that another session builds them
  std::chrono::steady_clock::time_point next_look_{};  // at what is watched
  std::map<std::size_t, BuildResult> results_;
};

}  // namespace cairn
