// SPDX-License-Identifier: GPL-3.0-or-later
// Walking through history.
#include "channels/authenticate/history.hh"

#include <optional>
#include <queue>

namespace cairn {

namespace {

// Two colours run from commits to their parents, newest first. A commit gets each colour once, so
// the work is bounded whatever the times say.
class Painting {
 public:
  enum Colour : unsigned { first = 1, second = 2, both = 3 };

  explicit Painting(History& history) : history_(history) {}

  void paint(const ObjectId& commit, unsigned colours) {
    State& state = states_[commit];
    unsigned painted = state.colours | colours;
    if (painted == state.colours) return;
    if (state.is_waiting && state.colours == first) --open_;
    if (painted == first) ++open_;
    state.colours = painted;
    if (state.is_waiting) return;
    state.is_waiting = true;
    waiting_.push({history_.links(commit).time, commit});
  }

  // The next commit with all that it was painted with so far; its parents are painted, too.
  std::optional<std::pair<ObjectId, unsigned>> next() {
    if (waiting_.empty()) return std::nullopt;
    ObjectId commit = waiting_.top().second;
    waiting_.pop();
    State& state = states_[commit];
    state.is_waiting = false;
    unsigned colours = state.colours;
    if (colours == first) --open_;
    for (const ObjectId& parent : history_.links(commit).parents) paint(parent, colours);
    return std::pair(commit, colours);
  }

  // Whether a commit waits that has the first colour alone.
  bool is_open() const { return open_ > 0; }

  bool has_only_first(const ObjectId& commit) const {
    auto state = states_.find(commit);
    return state != states_.end() && state->second.colours == first;
  }

 private:
  struct State {
    unsigned colours = 0;
    bool is_waiting = false;
  };
  History& history_;
  std::unordered_map<ObjectId, State, ObjectIdHash> states_;
  std::priority_queue<std::pair<std::int64_t, ObjectId>> waiting_;
  std::size_t open_ = 0;
};

// The commits that IS_WANTED of those that TARGET descends from through wanted ones, parents first.
// A loop of our own: histories are longer than a stack is deep.
template <typename Wanted>
std::vector<ObjectId> in_order(History& history, const ObjectId& target, Wanted is_wanted) {
  struct Step {
    ObjectId commit;
    std::size_t next_parent = 0;
  };
  std::vector<ObjectId> ordered;
  std::vector<Step> path;
  std::unordered_map<ObjectId, bool, ObjectIdHash> seen;
  auto visit = [&](const ObjectId& commit) {
    if (is_wanted(commit) && seen.emplace(commit, true).second) path.push_back({commit});
  };
  for (visit(target); !path.empty();) {
    Step& step = path.back();
    const std::vector<ObjectId>& parents = history.links(step.commit).parents;
    if (step.next_parent < parents.size()) {
      visit(parents[step.next_parent++]);  // STEP is gone after that
      continue;
    }
    ordered.push_back(step.commit);
    path.pop_back();
  }
  return ordered;
}

}  // namespace

const CommitLinks& History::links(const ObjectId& commit) {
  auto known = known_.find(commit);
  if (known == known_.end()) known = known_.emplace(commit, read_(commit)).first;
  return known->second;
}

Relation relation(History& history, const ObjectId& from, const ObjectId& to) {
  if (from == to) return Relation::same;
  Painting painting(history);
  painting.paint(from, Painting::first);
  painting.paint(to, Painting::second);
  bool have_common = false;
  while (auto next = painting.next()) {
    auto [commit, colours] = *next;
    if (colours != Painting::both) continue;
    if (commit == from) return Relation::ahead;
    if (commit == to) return Relation::behind;
    have_common = true;
  }
  return have_common ? Relation::diverged : Relation::unrelated;
}

bool descends(History& history, const ObjectId& commit, const ObjectId& ancestor) {
  Relation found = relation(history, ancestor, commit);
  return found == Relation::same || found == Relation::ahead;
}

std::vector<ObjectId> commits_beyond(History& history, const std::vector<ObjectId>& stops,
                                     const ObjectId& target, Extent extent) {
  Painting painting(history);
  painting.paint(target, Painting::first);
  for (const ObjectId& stop : stops) painting.paint(stop, Painting::second);
  while (extent == Extent::exact || painting.is_open()) {
    if (!painting.next()) break;
  }
  return in_order(history, target,
                  [&](const ObjectId& commit) { return painting.has_only_first(commit); });
}

}  // namespace cairn
