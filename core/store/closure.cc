// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over rows, without recursion: a chain of items may be longer than the stack is deep.
#include "core/store/closure.hh"

#include <unordered_set>
#include <utility>

namespace cairn {

namespace {

class Walk {
 public:
  explicit Walk(Database& database) : database_(database) {}

  void enter(std::int64_t row) {
    if (!entered_.insert(row).second) return;
    open_.push_back({row, database_.referred_rows(row)});
  }

  // Until all that was entered is in ORDERED.
  void finish(std::vector<StorePath>& ordered) {
    while (!open_.empty()) {
      std::vector<std::int64_t>& wanted = open_.back().wanted;
      if (wanted.empty()) {
        ordered.push_back(database_.item_of_row(open_.back().row));
        open_.pop_back();
        continue;
      }
      std::int64_t next = wanted.back();
      wanted.pop_back();
      enter(next);
    }
  }

 private:
  struct Visit {
    std::int64_t row;
    std::vector<std::int64_t> wanted;  // references that were not looked at
  };

  Database& database_;
  std::unordered_set<std::int64_t> entered_{};
  std::vector<Visit> open_{};
};

}  // namespace

std::vector<StorePath> ordered_closure(Database& database, const StorePathSet& items) {
  std::vector<StorePath> ordered;
  database.read_transaction([&] {
    Walk walk(database);
    for (const StorePath& item : items) {
      auto row = database.row_of(item);
      if (!row) throw Error("{} is not valid", database.store().print(item));
      walk.enter(*row);
      walk.finish(ordered);
    }
  });
  return ordered;
}

StorePathSet ClosureMemory::closure(const StorePathSet& items) {
  StorePathSet closure;
  database_.read_transaction([&] {
    std::int64_t version = database_.version();
    if (std::exchange(version_, version) != version) items_.clear();
    std::vector<std::int64_t> open;
    for (const StorePath& item : items) {
      if (auto row = database_.row_of(item)) open.push_back(*row);
    }
    std::unordered_set<std::int64_t> entered(open.begin(), open.end());
    while (!open.empty()) {
      const Item& reached = item(open.back());
      open.pop_back();
      closure.insert(reached.path);
      for (std::int64_t row : reached.references) {
        if (entered.insert(row).second) open.push_back(row);
      }
    }
  });
  return closure;
}

const ClosureMemory::Item& ClosureMemory::item(std::int64_t row) {
  auto found = items_.find(row);
  if (found != items_.end()) return found->second;
  return items_.emplace(row, Item{database_.item_of_row(row), database_.referred_rows(row)})
      .first->second;
}

}  // namespace cairn
