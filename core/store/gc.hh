// SPDX-License-Identifier: GPL-3.0-or-later
// The garbage collector. Marks in memory in one pass over all references; deletes in batches, and
// lets builds and additions go on between them.
#pragma once

#include "core/event/event.hh"
#include "core/store/roots.hh"
#include "core/store/store.hh"

#include <cstdint>
#include <limits>
#include <vector>

namespace cairn {

struct GcRequest {
  enum class Action { list_live, list_dead, delete_dead, delete_these };
  Action action = Action::list_dead;
  StorePathSet these = {};  // for delete_these: each must be dead or the request is refused
  std::uint64_t enough =
      std::numeric_limits<std::uint64_t>::max();  // bytes freed after which to end
  bool keep_derivations = true;  // a live output keeps the derivation that it was built from
  bool keep_outputs = false;     // a live derivation keeps its valid outputs
};

struct GcResult {
  std::vector<StorePath> items;  // live, dead or deleted, by the action; sorted
  std::uint64_t bytes = 0;       // freed on disk; for list_dead what a deletion would about free
};

// Permanent, of processes, temporary; of items that are valid or at least there. Sorted.
std::vector<Root> all_roots(Store& store);

// Dead are the items that no root reaches, and entries of the store's folder that look like items
// but are not registered. The order of deletion and its locks stand in manual/formats/store.md.
GcResult collect_garbage(Store& store, const GcRequest& request, EventSink& events);

}  // namespace cairn
