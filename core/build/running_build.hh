// SPDX-License-Identifier: GPL-3.0-or-later
// RunningBuild: one derivation being built: its folder, its sandbox, its log, and what becomes of
// what it made. Driven by whoever polls its descriptors.
#pragma once

#include "core/base/private_folder.hh"
#include "core/build/inner_stores.hh"
#include "core/build/log_tail.hh"
#include "core/build/log_writer.hh"
#include "core/build/outputs.hh"
#include "core/build/result.hh"
#include "core/build/settings.hh"
#include "core/event/event.hh"
#include "core/sandbox/spawner.hh"
#include "core/store/closure.hh"
#include "core/store/store.hh"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cairn {

// The folder in the scratch folder on which all sandboxes mount their roots, each in its own view.
inline constexpr const char* mount_point_name = "root";

// What all builds of a session share; borrowed from the session. The scratch folder holds the
// empty mount_point_name.
struct BuildResources {
  Store& store;
  Spawner& spawner;
  PrivateFolder& scratch;
  InnerStores& inner_stores;
  ClosureMemory& closures;
  const BuildSettings& settings;
  EventSink& events;
  // Called between the pieces of what takes long; throws Cancelled where nobody waits for it.
  std::function<void()> go_on;
};

class RunningBuild {
 public:
  // Start building DERIVATION, which is at PATH and whose inputs are valid. Throws when it is not
  // one that this machine can build.
  RunningBuild(BuildResources place, const StorePath& path, const Derivation& derivation);
  ~RunningBuild();
  RunningBuild(RunningBuild&&) = delete;

  // To be polled for input; -1 when there is nothing more to come.
  int output_fd() const { return output_.get(); }
  int process_fd() const { return process_ ? process_->fd() : -1; }

  // Call when output_fd() is readable. Returns how many bytes came.
  std::size_t read_output();
  // Call when process_fd() is readable. The result, once the build is over: what it made is then
  // published already, or gone. A further round may have begun instead. Throws Cancelled.
  std::optional<BuildResult> advance();

  // End it; the result will have STATUS and MESSAGE.
  void stop(BuildStatus status, std::string message);

  const StorePath& path() const { return path_; }

 private:
  void start_round();
  bool wants_fresh_folders() const;
  void drain_output();
  void finish_log();
  BuildResult conclude(const SandboxEnd& end);
  BuildResult judge_outputs();
  void publish(OutputCopies& copies);
  std::optional<std::string> difference_from_before(const OutputCopies& copies);
  void end_round();
  void discard_scratch();
  void check_time() const;
  std::string keep_trees() const;
  std::string keep(const std::function<Fd()>& folder, const std::string& entry,
                   std::string_view what) const;
  BuildResult ended(BuildStatus status, std::string message) const;

  BuildResources place_;
  StorePath path_;
  Derivation derivation_;
  StorePathSet inputs_;
  std::optional<LogWriter> log_;  // of what can be built
  LogTail tail_;
  std::string scratch_name_;                  // of this round, in place_.scratch
  std::unique_ptr<InnerStore> inner_store_;   // of this round
  std::unique_ptr<InnerStore> before_store_;  // of the round before, if a difference shall be kept
  std::string differing_;                     // the output that came out otherwise than before
  Fd output_;
  std::optional<SandboxProcess> process_;
  std::optional<BuildResult> verdict_;  // why it was stopped, when it was
  unsigned round_ = 0;
  std::chrono::steady_clock::time_point copied_from_{};  // since when its outputs are copied
  std::vector<Hash> before_;  // the outputs' hashes of the rounds before this one
  std::time_t started_;
};

}  // namespace cairn
