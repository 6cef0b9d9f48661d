// SPDX-License-Identifier: GPL-3.0-or-later
// The order of reading matters: temporary roots before permanent ones and processes, roots before
// items. Who lets go of a temporary root has made a lasting one before, which is then still to be
// read; and an item that nobody had rooted yet is none that anybody could count on.
#include "core/store/liveness.hh"

#include "core/store/keepers.hh"

namespace cairn {

Liveness::Liveness(Store& store, const GcRequest& request) : store_(store) {
  StorePathSet temporary;
  {
    CollectorLock lock(store.layout());
    additions_ = lock.additions;
    temporary = read_temporary_roots(store.layout(), lock);
  }
  std::vector<Root> permanent = permanent_roots(store.layout());
  std::vector<Root> processes = process_roots(store.layout());
  graph_ = store.database().graph();
  marks_.emplace(graph_, also_kept(store.database(), graph_, request));
  for (const StorePath& item : temporary) keep(item);
  keep(permanent);
  keep(processes);
}

void Liveness::see_new_roots(const CollectorLock& lock) {
  if (lock.additions == additions_) return;
  for (const StorePath& item : read_temporary_roots(store_.layout(), lock)) keep(item);
  keep(permanent_roots(store_.layout()));
  keep(process_roots(store_.layout()));
  additions_ = lock.additions;
}

void Liveness::see_new_items() {
  for (const StorePath& item : store_.database().registered_after(graph_.newest_row)) {
    if (!new_items_.insert(item).second) continue;
    keep(item);
    for (const StorePath& reference : store_.database().references(item)) keep(reference);
  }
}

void Liveness::keep(const StorePath& item) {
  std::uint32_t number = graph_.number_of(item);
  if (number == ItemGraph::no_item) {
    others_.insert(item);
  } else {
    marks_->keep(number);
  }
}

void Liveness::keep(const std::vector<Root>& roots) {
  for (const Root& root : roots) keep(root.item);
}

}  // namespace cairn
