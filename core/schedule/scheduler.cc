// SPDX-License-Identifier: GPL-3.0-or-later
// The scheduler's transitions.
#include "core/schedule/scheduler.hh"

#include "core/build/fetch.hh"

#include <algorithm>

namespace cairn {

Scheduler::Scheduler(const Plan& plan, Limits limits)
    : plan_(plan),
      limits_(limits),
      nodes_(plan.nodes.size()),
      builds_{limits.max_jobs},
      fetches_{limits.max_fetches} {
  counts_[static_cast<std::size_t>(NodeState::waiting)] = nodes_.size();
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    // Nodes stand behind those they need, so those that need this one have their rank already.
    for (std::size_t user : plan.nodes[i].needed_by) {
      nodes_[i].rank = std::max(nodes_[i].rank, nodes_[user].rank + 1);
    }
    nodes_[i].missing = plan.nodes[i].needs.size();
  }
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].missing == 0) make_ready(i);
  }
}

void Scheduler::set_state(std::size_t node, NodeState state) {
  --counts_[static_cast<std::size_t>(nodes_[node].state)];
  ++counts_[static_cast<std::size_t>(state)];
  if (nodes_[node].state == NodeState::running) running_.erase(node);
  if (state == NodeState::running) running_.insert(node);
  nodes_[node].state = state;
}

bool Scheduler::is_behind(std::size_t one, std::size_t other) const {
  if (nodes_[one].rank != nodes_[other].rank) return nodes_[one].rank < nodes_[other].rank;
  return one > other;
}

void Scheduler::make_ready(std::size_t node) {
  set_state(node, NodeState::ready);
  std::vector<std::size_t>& ready = lane_of(node).ready;
  ready.push_back(node);
  std::push_heap(ready.begin(), ready.end(),
                 [this](auto one, auto other) { return is_behind(one, other); });
}

Scheduler::Lane& Scheduler::lane_of(std::size_t node) {
  return is_fetch(plan_.nodes[node].derivation) ? fetches_ : builds_;
}

std::optional<std::size_t> Scheduler::next_of(Lane& lane) {
  if (lane.busy >= lane.limit || lane.ready.empty()) return std::nullopt;
  std::pop_heap(lane.ready.begin(), lane.ready.end(),
                [this](auto one, auto other) { return is_behind(one, other); });
  std::size_t node = lane.ready.back();
  lane.ready.pop_back();
  set_state(node, NodeState::starting);
  ++lane.busy;
  return node;
}

std::optional<std::size_t> Scheduler::next() {
  if (auto node = next_of(fetches_)) return node;
  return next_of(builds_);
}

void Scheduler::started(std::size_t node, Time now) {
  set_state(node, NodeState::running);
  nodes_[node].started = nodes_[node].heard = now;
}

void Scheduler::locked(std::size_t node) {
  set_state(node, NodeState::locked);
  --lane_of(node).busy;
}

void Scheduler::unlocked(std::size_t node) {
  if (nodes_[node].state == NodeState::locked) make_ready(node);
}

void Scheduler::finished(std::size_t node, bool ok) {
  --lane_of(node).busy;
  set_state(node, ok ? NodeState::done : NodeState::failed);
  if (!ok) {
    skip_dependents(node);
    if (!limits_.keep_going) stop_starting();
    return;
  }
  for (std::size_t user : plan_.nodes[node].needed_by) {
    bool is_last = --nodes_[user].missing == 0;
    if (is_last && nodes_[user].state == NodeState::waiting) make_ready(user);
  }
}

void Scheduler::skip_dependents(std::size_t node) {
  std::vector<std::size_t> open = {node};
  while (!open.empty()) {
    std::size_t current = open.back();
    open.pop_back();
    for (std::size_t user : plan_.nodes[current].needed_by) {
      if (nodes_[user].state == NodeState::skipped) continue;
      set_state(user, NodeState::skipped);
      open.push_back(user);
    }
  }
}

void Scheduler::stop_starting() {
  builds_.ready.clear();
  fetches_.ready.clear();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    // Of a locked one: once nothing new is started, nobody need wait for another session either.
    NodeState state = nodes_[i].state;
    bool was_to_come =
        state == NodeState::waiting || state == NodeState::ready || state == NodeState::locked;
    if (was_to_come) set_state(i, NodeState::skipped);
  }
}

void Scheduler::heard_from(std::size_t node, Time now) {
  nodes_[node].heard = now;
}

std::optional<Scheduler::Time> Scheduler::end_of(const Node& node) const {
  std::optional<Time> end;
  if (node.is_expired) return end;
  if (limits_.timeout.count() > 0) end = node.started + limits_.timeout;
  if (limits_.max_silent.count() > 0) {
    Time silent_end = node.heard + limits_.max_silent;
    end = end ? std::min(*end, silent_end) : silent_end;
  }
  return end;
}

std::optional<Scheduler::Time> Scheduler::deadline() const {
  std::optional<Time> first;
  for (std::size_t node : running_) {
    auto end = end_of(nodes_[node]);
    if (end && (!first || *end < *first)) first = end;
  }
  return first;
}

std::vector<Scheduler::Expired> Scheduler::expired(Time now) {
  std::vector<Expired> over;
  for (std::size_t i : running_) {
    auto end = end_of(nodes_[i]);
    if (!end || *end > now) continue;
    nodes_[i].is_expired = true;
    bool is_late = limits_.timeout.count() > 0 && nodes_[i].started + limits_.timeout <= now;
    over.push_back({i, is_late ? Overrun::timeout : Overrun::silence});
  }
  return over;
}

Scheduler::Counts Scheduler::counts() const {
  return {count(NodeState::done), count(NodeState::running), count(NodeState::failed),
          nodes_.size() - count(NodeState::skipped)};
}

bool Scheduler::is_done() const {
  return count(NodeState::done) + count(NodeState::failed) + count(NodeState::skipped) ==
         nodes_.size();
}

}  // namespace cairn
