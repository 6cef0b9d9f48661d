// SPDX-License-Identifier: GPL-3.0-or-later
// The watch over a process of the test's own.
#include "cli/evaluation/watch.hh"

#include "core/base/error.hh"
#include "tests/support/attack_verdict.hh"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace cairn {

namespace {

using namespace std::chrono_literals;

// A child that does WORK until the test ends.
class Watched {
 public:
  explicit Watched(const std::function<void()>& work) : process_(fork()) {
    if (process_ == 0) {
      work();
      pause();
      _exit(0);
    }
  }
  ~Watched() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  pid_t id() const { return process_; }

 private:
  pid_t process_;
};

// What a watch with LIMITS says of PROCESS before PATIENCE is over.
std::string said_of(pid_t process, const EvaluationLimits& limits,
                    std::chrono::seconds patience = 60s) {
  Watch watch(limits);
  watch.follow(process);
  watch.start();
  for (auto end = std::chrono::steady_clock::now() + patience;
       std::chrono::steady_clock::now() < end;) {
    try {
      watch.check();
    } catch (const Error& error) {
      return error.message() + "\n" + error.hint();
    }
    std::this_thread::sleep_for(Watch::tick);
  }
  return "";
}

void take(std::size_t megabytes) {
  std::vector<char> memory(megabytes << 20, 'x');
  pause();
}

}  // namespace

TEST_CASE("who computes too long is found", "[cli/evaluation]") {
  Watched busy([] {
    for (;;) static_cast<void>(std::chrono::steady_clock::now());
  });
  CHECK(said_of(busy.id(), {.processor = 1s}) ==
        "the evaluation took more than 1 seconds of processor time and was ended\n"
        "look for a loop; or allow more: CAIRN_EVAL_SECONDS=10");
}

TEST_CASE("who waits too long is found, and who only waits is not", "[cli/evaluation]") {
  Watched idle([] {});
  CHECK(said_of(idle.id(), {.processor = 1s, .waiting = 1s})
            .find("the evaluation gave no answer for 1 seconds") == 0);
  CHECK(said_of(idle.id(), {.processor = 1s}, 4s) == "");
}

TEST_CASE("who takes too much memory is found", "[cli/evaluation]") {
  Watched large([] { take(200); });
  CHECK(said_of(large.id(), {.memory = 150ull << 20}) ==
        "the evaluation took more than 150 MiB of memory and was ended\n"
        "look for what grows; or allow more: CAIRN_EVAL_MEMORY=600");
  Watched small([] { take(20); });
  CHECK(said_of(small.id(), {.memory = 150ull << 20}, 4s) == "");
}

TEST_CASE("the kernel bounds the address space of who is followed", "[cli/evaluation]") {
#ifdef __SANITIZE_ADDRESS__
  return test::skip("the address sanitizer takes terabytes of it");
#endif
  Watched idle([] {});
  Watch watch({.memory = 100ull << 20});
  watch.follow(idle.id());
  rlimit space{};
  REQUIRE(prlimit(idle.id(), RLIMIT_AS, nullptr, &space) == 0);
  CHECK(space.rlim_max == (200ull << 20) + (2ull << 30));
}

TEST_CASE("limits are numbers that the environment may name", "[cli/evaluation]") {
  setenv("CAIRN_EVAL_SECONDS", "5", 1);
  setenv("CAIRN_EVAL_MEMORY", "100", 1);
  EvaluationLimits limits = evaluation_limits();
  CHECK(limits.processor == 5s);
  CHECK(limits.waiting == 50s);
  CHECK(limits.memory == 100ull << 20);
  for (const char* wrong : {"0", "-1", "x", "5x", "99999999999999999999", "1.5"}) {
    CAPTURE(wrong);
    setenv("CAIRN_EVAL_SECONDS", wrong, 1);
    CHECK_THROWS_AS(evaluation_limits(), Error);
  }
  unsetenv("CAIRN_EVAL_SECONDS");
  unsetenv("CAIRN_EVAL_MEMORY");
  CHECK(evaluation_limits().processor == 60s);
  CHECK(evaluation_limits().memory == 1ull << 30);
}

}  // namespace cairn
