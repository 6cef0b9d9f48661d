// SPDX-License-Identifier: GPL-3.0-or-later
// The scheduler, driven by a clock of our own through graphs small and random.
#include "core/schedule/scheduler.hh"

#include "tests/support/random_plan.hh"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

using namespace cairn;
using namespace cairn::test;
using namespace std::chrono_literals;

namespace {

using Numbers = std::vector<std::size_t>;

const Scheduler::Time start_time{};

// A plan in which node I needs NEEDS[I].
Plan plan_of(const std::vector<Numbers>& needs) {
  Plan plan;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    plan.nodes.push_back({numbered_path(i, "node.drv"), {}, false, needs[i], {}});
    for (std::size_t need : needs[i]) plan.nodes[need].needed_by.push_back(i);
  }
  return plan;
}

// Starts all that can be started; returns it.
Numbers start_all(Scheduler& scheduler) {
  Numbers started;
  while (auto node = scheduler.next()) {
    scheduler.started(*node, start_time);
    started.push_back(*node);
  }
  return started;
}

std::vector<NodeState> states(const Scheduler& scheduler, const Plan& plan) {
  std::vector<NodeState> all;
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) all.push_back(scheduler.state(i));
  return all;
}

constexpr NodeState done = NodeState::done, failed = NodeState::failed,
                    skipped = NodeState::skipped, running = NodeState::running;

}  // namespace

TEST_CASE("a scheduler without nodes is done", "[core/schedule]") {
  Plan plan;
  Scheduler scheduler(plan, {});
  CHECK(scheduler.is_done());
  CHECK(!scheduler.next());
  CHECK(scheduler.counts() == Scheduler::Counts{});
}

TEST_CASE("nodes start after those they need", "[core/schedule]") {
  Plan plan = plan_of({{}, {0}, {0}, {1, 2}});
  Scheduler scheduler(plan, {.max_jobs = 4});
  CHECK(start_all(scheduler) == Numbers{0});
  CHECK(start_all(scheduler).empty());
  scheduler.finished(0, true);
  CHECK(start_all(scheduler) == Numbers{1, 2});
  scheduler.finished(2, true);
  CHECK(start_all(scheduler).empty());
  CHECK(scheduler.counts() == Scheduler::Counts{2, 1, 0, 4});
  scheduler.finished(1, true);
  CHECK(start_all(scheduler) == Numbers{3});
  CHECK(!scheduler.is_done());
  scheduler.finished(3, true);
  CHECK(scheduler.is_done());
}

TEST_CASE("the longest chain starts first, then the lowest number", "[core/schedule]") {
  // 0 stands alone; 1 and 2 have one node behind them; 3 has two.
  Plan plan = plan_of({{}, {}, {}, {}, {1, 2}, {3}, {5}});
  Scheduler scheduler(plan, {.max_jobs = 1});
  Numbers order;
  while (!scheduler.is_done()) {
    for (std::size_t node : start_all(scheduler)) {
      order.push_back(node);
      scheduler.finished(node, true);
    }
  }
  CHECK(order == Numbers{3, 1, 2, 5, 0, 4, 6});
}

TEST_CASE("a node that another session builds takes no job, and is tried again in its turn",
          "[core/schedule]") {
  Plan plan = plan_of({{}, {}, {0}});
  Scheduler scheduler(plan, {.max_jobs = 1});
  CHECK(scheduler.next() == 0U);
  scheduler.locked(0);
  CHECK(scheduler.state(0) == NodeState::locked);
  CHECK(start_all(scheduler) == Numbers{1});
  scheduler.unlocked(0);
  CHECK(!scheduler.next());
  scheduler.finished(1, true);
  CHECK(!scheduler.is_done());
  CHECK(start_all(scheduler) == Numbers{0});
  scheduler.finished(0, true);
  CHECK(start_all(scheduler) == Numbers{2});
}

TEST_CASE("a node that need not run can finish without having started", "[core/schedule]") {
  Plan plan = plan_of({{}, {0}});
  Scheduler scheduler(plan, {.max_jobs = 1});
  CHECK(scheduler.next() == 0U);
  scheduler.finished(0, true);
  CHECK(scheduler.next() == 1U);
}

TEST_CASE("a failure skips all that need it, and nothing else if the rest is to go on",
          "[core/schedule]") {
  Plan plan = plan_of({{}, {}, {0}, {2}, {1}, {3, 4}});
  Scheduler scheduler(plan, {.max_jobs = 2, .keep_going = true});
  CHECK(start_all(scheduler) == Numbers{0, 1});
  scheduler.finished(0, false);
  CHECK(states(scheduler, plan) ==
        std::vector{failed, running, skipped, skipped, NodeState::waiting, skipped});
  scheduler.finished(1, true);
  CHECK(start_all(scheduler) == Numbers{4});
  scheduler.finished(4, true);
  CHECK(states(scheduler, plan) == std::vector{failed, done, skipped, skipped, done, skipped});
  CHECK(scheduler.is_done());
  CHECK(scheduler.counts() == Scheduler::Counts{2, 0, 1, 3});
}

TEST_CASE("a failure lets what runs end and starts nothing new", "[core/schedule]") {
  Plan plan = plan_of({{}, {}, {}, {1}});
  Scheduler scheduler(plan, {.max_jobs = 2});
  CHECK(start_all(scheduler) == Numbers{1, 0});
  scheduler.finished(0, false);
  CHECK(start_all(scheduler).empty());
  CHECK(!scheduler.is_done());
  scheduler.finished(1, true);
  CHECK(start_all(scheduler).empty());
  CHECK(states(scheduler, plan) == std::vector{failed, done, skipped, skipped});
  CHECK(scheduler.is_done());
}

TEST_CASE("a start that fails is the last one, although jobs are free", "[core/schedule]") {
  Plan plan = plan_of({{}, {}, {}});
  Scheduler scheduler(plan, {.max_jobs = 3});
  CHECK(scheduler.next() == 0U);
  scheduler.finished(0, false);
  CHECK(!scheduler.next());
  CHECK(states(scheduler, plan) == std::vector{failed, skipped, skipped});
  CHECK(scheduler.is_done());
}

TEST_CASE("after a failure nobody waits for another session", "[core/schedule]") {
  Plan plan = plan_of({{}, {}, {}});
  Scheduler scheduler(plan, {.max_jobs = 3});
  CHECK(scheduler.next() == 0U);
  scheduler.locked(0);
  CHECK(scheduler.next() == 1U);
  scheduler.started(1, start_time);
  scheduler.finished(1, false);
  CHECK(states(scheduler, plan) == std::vector{skipped, failed, skipped});
  CHECK(scheduler.is_done());
  scheduler.unlocked(0);
  CHECK(scheduler.state(0) == skipped);
}

TEST_CASE("a run that lasts longer than the timeout expires, once", "[core/schedule]") {
  Plan plan = plan_of({{}, {}});
  Scheduler scheduler(plan, {.max_jobs = 2, .timeout = 10s});
  CHECK(!scheduler.deadline());
  CHECK(scheduler.next() == 0U);
  CHECK(!scheduler.deadline());
  scheduler.started(0, start_time);
  CHECK(scheduler.next() == 1U);
  scheduler.started(1, start_time + 3s);
  CHECK(scheduler.deadline() == start_time + 10s);
  scheduler.heard_from(0, start_time + 9s);
  CHECK(scheduler.expired(start_time + 10s - 1ms).empty());
  using Expired = Scheduler::Expired;
  CHECK(scheduler.expired(start_time + 10s) ==
        std::vector{Expired{0, Scheduler::Overrun::timeout}});
  CHECK(scheduler.expired(start_time + 12s).empty());
  CHECK(scheduler.state(0) == running);
  CHECK(scheduler.deadline() == start_time + 13s);
  scheduler.finished(0, false);
  scheduler.finished(1, true);
  CHECK(!scheduler.deadline());
}

TEST_CASE("a run that is silent too long expires", "[core/schedule]") {
  Plan plan = plan_of({{}});
  Scheduler scheduler(plan, {.max_silent = 5s});
  start_all(scheduler);
  CHECK(scheduler.deadline() == start_time + 5s);
  scheduler.heard_from(0, start_time + 4s);
  CHECK(scheduler.deadline() == start_time + 9s);
  CHECK(scheduler.expired(start_time + 8s).empty());
  using Expired = Scheduler::Expired;
  CHECK(scheduler.expired(start_time + 9s) == std::vector{Expired{0, Scheduler::Overrun::silence}});
}

TEST_CASE("of two limits the nearer one wakes, and the timeout is the reason if both are over",
          "[core/schedule]") {
  Plan plan = plan_of({{}});
  Scheduler scheduler(plan, {.timeout = 10s, .max_silent = 7s});
  start_all(scheduler);
  CHECK(scheduler.deadline() == start_time + 7s);
  scheduler.heard_from(0, start_time + 6s);
  CHECK(scheduler.deadline() == start_time + 10s);
  using Expired = Scheduler::Expired;
  CHECK(scheduler.expired(start_time + 20s) ==
        std::vector{Expired{0, Scheduler::Overrun::timeout}});
}

namespace {

// Runs a plan to its end as a session would, with chance for builders, and checks each step.
class Simulation {
 public:
  Simulation(Random& random, const Plan& plan, Scheduler::Limits limits)
      : random_(random), plan_(plan), limits_(limits), scheduler_(plan, limits) {
    fails_.resize(plan.nodes.size());
    starts_.resize(plan.nodes.size());
    std::size_t rarity = 1 + below(random, 20);
    bool some_fail = below(random, 3) > 0;
    for (std::size_t i = 0; i < fails_.size(); ++i) {
      fails_[i] = some_fail && below(random, rarity) == 0;
    }
  }

  void run() {
    for (std::size_t step = 0; !scheduler_.is_done(); ++step) {
      REQUIRE(step < 100 * plan_.nodes.size() + 100);
      start_some();
      let_time_pass();
    }
    check_end();
  }

 private:
  void start_some() {
    while (auto node = scheduler_.next()) {
      REQUIRE((!has_failed_ || limits_.keep_going));
      for (std::size_t need : plan_.nodes[*node].needs) {
        REQUIRE(scheduler_.state(need) == NodeState::done);
      }
      begin(*node);
    }
    REQUIRE(ends_.size() <= limits_.max_jobs);
    // What is ready waits for nothing but a job. Locked nodes have given theirs back.
    if (locked_.empty() && ends_.size() < limits_.max_jobs) {
      for (std::size_t i = 0; i < plan_.nodes.size(); ++i) {
        bool is_idle = scheduler_.state(i) == NodeState::ready;
        if (is_idle) REQUIRE(has_failed_);
      }
    }
  }

  void begin(std::size_t node) {
    if (below(random_, 10) == 0) {
      scheduler_.locked(node);
      locked_.push_back(node);
      return;
    }
    REQUIRE(++starts_[node] == 1);
    if (below(random_, 20) == 0) return end(node);  // it cannot be started, or need not be
    scheduler_.started(node, now_);
    ends_.emplace(now_ + std::chrono::seconds(below(random_, 100)), node);
  }

  // One builder ends, or another session lets go of a lock.
  void let_time_pass() {
    if (!locked_.empty() && (ends_.empty() || below(random_, 2) == 0)) {
      scheduler_.unlocked(locked_.back());
      locked_.pop_back();
    } else if (!ends_.empty()) {
      auto [when, node] = *ends_.begin();
      ends_.erase(ends_.begin());
      now_ = when;
      end(node);
    }
  }

  void end(std::size_t node) {
    scheduler_.finished(node, !fails_[node]);
    has_failed_ = has_failed_ || fails_[node];
  }

  void check_end() {
    CHECK(ends_.empty());
    for (std::size_t i = 0; i < plan_.nodes.size(); ++i) {
      const Numbers& needs = plan_.nodes[i].needs;
      bool has_all = std::all_of(needs.begin(), needs.end(), [&](std::size_t need) {
        return scheduler_.state(need) == NodeState::done;
      });
      bool was_stopped = has_failed_ && !limits_.keep_going && starts_[i] == 0;
      NodeState expected = fails_[i] ? NodeState::failed : NodeState::done;
      if (!has_all || was_stopped) expected = NodeState::skipped;
      REQUIRE(scheduler_.state(i) == expected);
      REQUIRE(starts_[i] == (expected == NodeState::skipped ? 0 : 1));
    }
  }

  Random& random_;
  const Plan& plan_;
  Scheduler::Limits limits_;
  Scheduler scheduler_;
  std::vector<bool> fails_;
  std::vector<unsigned> starts_;
  Numbers locked_;
  std::multimap<Scheduler::Time, std::size_t> ends_;
  Scheduler::Time now_ = start_time;
  bool has_failed_ = false;
};

}  // namespace

TEST_CASE(
    "in random graphs each node is built once, after what it needs, and as many at once as "
    "are allowed",
    "[core/schedule]") {
  Random random(1);
  for (int round = 0; round < 4000; ++round) {
    Plan plan = random_plan(random, 1 + below(random, 60), below(random, 6));
    Scheduler::Limits limits{.max_jobs = static_cast<unsigned>(1 + below(random, 8)),
                             .keep_going = below(random, 2) == 0};
    INFO("round " << round);
    Simulation(random, plan, limits).run();
  }
}

TEST_CASE("a chain of many thousands is no trouble", "[core/schedule]") {
  std::vector<Numbers> needs(50000);
  for (std::size_t i = 1; i < needs.size(); ++i) needs[i] = {i - 1};
  Plan plan = plan_of(needs);
  Scheduler scheduler(plan, {});
  CHECK(start_all(scheduler) == Numbers{0});
  scheduler.finished(0, false);
  CHECK(scheduler.is_done());
  CHECK(scheduler.state(49999) == skipped);
}
