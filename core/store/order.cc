// SPDX-License-Identifier: GPL-3.0-or-later
// Depth-first order, without recursion: a chain of items may be longer than the stack is deep.
#include "core/store/order.hh"

#include <algorithm>
#include <unordered_map>

namespace cairn {

namespace {

struct Visit {
  const StorePath* item;
  std::vector<const StorePath*> rest;  // references still to be visited
};

class Ordering {
 public:
  Ordering(const StorePathSet& items,
           const std::function<StorePathSet(const StorePath&)>& references)
      : items_(items), references_(references) {}

  std::vector<StorePath> order() {
    for (const StorePath& item : items_) {
      if (!state_.contains(item)) visit_from(item);
    }
    return std::move(order_);
  }

 private:
  enum class State { open, done };

  void visit_from(const StorePath& start) {
    begin(start);
    while (!path_.empty()) {
      Visit& visit = path_.back();
      if (visit.rest.empty()) {
        state_[*visit.item] = State::done;
        order_.push_back(*visit.item);
        path_.pop_back();
        continue;
      }
      const StorePath& next = *visit.rest.back();
      visit.rest.pop_back();
      auto known = state_.find(next);
      if (known == state_.end()) {
        begin(next);
      } else if (known->second == State::open) {
        throw cycle(next);
      }
    }
  }

  void begin(const StorePath& item) {
    state_[item] = State::open;
    Visit visit{&item, {}};
    for (const StorePath& reference : references_(item)) {
      auto found = items_.find(reference);
      if (found != items_.end() && reference != item) visit.rest.push_back(&*found);
    }
    std::reverse(visit.rest.begin(), visit.rest.end());  // taken from the back: smallest first
    path_.push_back(std::move(visit));
  }

  Error cycle(const StorePath& again) const {
    std::string names;
    auto is_again = [&](const Visit& visit) { return *visit.item == again; };
    for (auto at = std::find_if(path_.begin(), path_.end(), is_again); at != path_.end(); ++at) {
      names += at->item->base_name() + " -> ";
    }
    return Error("items refer to each other in a circle: {}{}", names, again.base_name());
  }

  const StorePathSet& items_;
  const std::function<StorePathSet(const StorePath&)>& references_;
  std::unordered_map<StorePath, State> state_{};
  std::vector<Visit> path_{};
  std::vector<StorePath> order_{};
};

}  // namespace

std::vector<StorePath> topological_order(
    const StorePathSet& items, const std::function<StorePathSet(const StorePath&)>& references) {
  return Ordering(items, references).order();
}

}  // namespace cairn
