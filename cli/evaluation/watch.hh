// SPDX-License-Identifier: GPL-3.0-or-later
// Watch: the clock and the memory of an evaluation. Guile does not end by itself at a limit of the
// kernel's: it hangs. So somebody outside looks, and ends it.
#pragma once

#include <chrono>
#include <cstdint>
#include <sys/types.h>

namespace cairn {

struct EvaluationLimits {
  std::chrono::seconds processor{60};    // of one request
  std::chrono::seconds waiting{600};     // on the clock, of one request
  std::uint64_t memory = 1024ull << 20;  // bytes resident
};

// The limits, with what CAIRN_EVAL_SECONDS and CAIRN_EVAL_MEMORY (MiB) say instead.
EvaluationLimits evaluation_limits();

class Watch {
 public:
  explicit Watch(const EvaluationLimits& limits) : limits_(limits) {}
  // From now on look at PROCESS, and let the kernel keep its address space in bounds, too.
  void follow(pid_t process);
  // A request begins.
  void start();
  // Throws, saying which limit is passed and how it is changed. Call it every tick or more often:
  // it looks once a tick.
  void check();

  static constexpr std::chrono::milliseconds tick{20};

 private:
  EvaluationLimits limits_;
  pid_t process_ = -1;
  std::chrono::steady_clock::time_point started_{};
  std::chrono::steady_clock::time_point looked_{};
  std::chrono::milliseconds used_before_{0};
};

}  // namespace cairn
