// SPDX-License-Identifier: GPL-3.0-or-later
// Scheduler: when each node of a plan is built. A state machine without I/O: time is passed in, and
// what it says is done by others.
#pragma once

#include "core/schedule/plan.hh"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <vector>

namespace cairn {

enum class NodeState {
  waiting,   // for nodes that it needs
  ready,     // could be started
  starting,  // next() has named it; at most one node is
  locked,    // another session builds it; takes no job of ours
  running,
  done,
  failed,
  skipped,  // a node that it needs failed or was skipped, or nothing new was to be started
};

class Scheduler {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Seconds = std::chrono::seconds;
  struct Limits {
    unsigned max_jobs = 1;
    unsigned max_fetches = 4;  // beside them: these wait for others
    bool keep_going = false;   // go on with what does not need a failed node
    Seconds timeout{0};        // of a run; 0: none
    Seconds max_silent{0};     // without a sign of life; 0: none
  };
  enum class Overrun { timeout, silence };
  struct Expired {
    std::size_t node;
    Overrun why;
    bool operator==(const Expired&) const = default;
  };
  struct Counts {
    std::size_t done = 0, running = 0, failed = 0, expected = 0;  // expected: all but the skipped
    bool operator==(const Counts&) const = default;
  };

  Scheduler(const Plan& plan, Limits limits);

  // The node to start now, if a job is free for one: that with the longest chain of nodes behind it
  // first. It is `starting` then; say one of the next four for it before asking again. One at a
  // time, because starting it may fail, and a failure may end the starting of others.
  std::optional<std::size_t> next();
  void started(std::size_t node, Time now);
  void locked(std::size_t node);             // somebody else builds it
  void unlocked(std::size_t node);           // a locked one can be tried again
  void finished(std::size_t node, bool ok);  // a failure skips all that need it

  void heard_from(std::size_t node, Time now);  // a running one gave a sign of life
  // When to ask expired() again; nothing when no running node has a limit.
  std::optional<Time> deadline() const;
  // The running nodes that are over a limit at NOW. Each is named once; the caller ends it and
  // then says finished().
  std::vector<Expired> expired(Time now);

  NodeState state(std::size_t node) const { return nodes_[node].state; }
  Counts counts() const;
  // Whether no node will change any more.
  bool is_done() const;

 private:
  struct Node {
    NodeState state = NodeState::waiting;
    std::size_t missing = 0;  // needed nodes that are not done
    std::size_t rank = 0;     // length of the longest chain of nodes that need it
    Time started{};
    Time heard{};
    bool is_expired = false;
  };

  // Nodes that share a number of jobs: builds, and fetches.
  struct Lane {
    unsigned limit = 1;
    std::size_t busy = 0;              // starting and running
    std::vector<std::size_t> ready{};  // a heap by rank
  };

  static constexpr std::size_t states = static_cast<std::size_t>(NodeState::skipped) + 1;

  void set_state(std::size_t node, NodeState state);
  std::size_t count(NodeState state) const { return counts_[static_cast<std::size_t>(state)]; }
  bool is_behind(std::size_t one, std::size_t other) const;
  void make_ready(std::size_t node);
  Lane& lane_of(std::size_t node);
  std::optional<std::size_t> next_of(Lane& lane);
  // When a running one will be over a limit.
  std::optional<Time> end_of(const Node& node) const;
  void skip_dependents(std::size_t node);
  void stop_starting();

  const Plan& plan_;
  Limits limits_;
  std::vector<Node> nodes_;
  // Of these somebody asks after each sign of life, and there may be many nodes.
  std::array<std::size_t, states> counts_{};  // nodes, by state
  std::set<std::size_t> running_;
  Lane builds_;
  Lane fetches_;
};

}  // namespace cairn
