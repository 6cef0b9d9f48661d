// SPDX-License-Identifier: GPL-3.0-or-later
// Many questions on their way at once, and the order of what they found.
#include "daemon/client/closure.hh"

#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace cairn {

using protocol::QueryPathInfo;

namespace {

using ReferencesOf = std::unordered_map<StorePath, StorePathSet>;

// Asks of what was found while earlier answers are still on their way.
ReferencesOf references_of_all(Connection& connection, const StorePathSet& items) {
  StorePathSet known = items;
  std::deque<StorePath> wanted(items.begin(), items.end());
  std::deque<StorePath> asked;
  ReferencesOf found;
  while (!wanted.empty() || !asked.empty()) {
    bool few = asked.size() <= Connection::pipeline_limit / 2;
    while (few && !wanted.empty() && asked.size() < Connection::pipeline_limit) {
      connection.send(QueryPathInfo{wanted.front()});
      asked.push_back(std::move(wanted.front()));
      wanted.pop_front();
    }
    auto facts = connection.receive<QueryPathInfo>();
    if (!facts) {
      connection.hang_up();
      throw Error("{} is not valid", connection.store().print(asked.front()));
    }
    for (const StorePath& reference : facts->references) {
      if (known.insert(reference).second) wanted.push_back(reference);
    }
    found.emplace(std::move(asked.front()), std::move(facts->references));
    asked.pop_front();
  }
  return found;
}

}  // namespace

std::vector<StorePath> closure_item_by_item(Connection& connection, const StorePathSet& items) {
  ReferencesOf references = references_of_all(connection, items);
  std::vector<StorePath> ordered;
  std::unordered_set<StorePath> entered, done;
  // Each is met twice: entered, and done when what it refers to is.
  std::vector<StorePath> open(items.begin(), items.end());
  while (!open.empty()) {
    StorePath item = open.back();
    if (entered.insert(item).second) {
      for (const StorePath& reference : references.at(item)) {
        if (!entered.contains(reference)) open.push_back(reference);
      }
      continue;
    }
    open.pop_back();
    if (done.insert(item).second) ordered.push_back(std::move(item));
  }
  return ordered;
}

StorePathSet referrers_item_by_item(Connection& connection, const StorePathSet& items) {
  StorePathSet known = items;
  std::vector<StorePath> wanted(items.begin(), items.end());
  while (!wanted.empty()) {
    std::vector<protocol::QueryReferrers> asked;
    for (StorePath& item : std::exchange(wanted, {})) asked.push_back({std::move(item)});
    for (const StorePathSet& referrers : connection.call_all(asked)) {
      for (const StorePath& referrer : referrers) {
        if (known.insert(referrer).second) wanted.push_back(referrer);
      }
    }
  }
  return known;
}

}  // namespace cairn
