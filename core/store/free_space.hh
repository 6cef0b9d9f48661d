// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping some of the disk free: whoever needs room calls for a collection when there is little.
#pragma once

#include "core/event/event.hh"
#include "core/store/store.hh"

#include <cstdint>

namespace cairn {

struct GcRequest;

// In bytes of the file system that holds the store.
struct FreeSpace {
  std::uint64_t least = 0;   // when less is free there is a collection; 0: never
  std::uint64_t wanted = 0;  // it ends when so much is free
};

// What who is not root may still write there.
std::uint64_t free_bytes(const Store& store);

// Collect garbage, the longest unused first, when less than SPACE says is free; RULES says what
// keeps what. At most one process does so at a time, the others go on; and nobody for a minute
// after that was not enough.
void make_room(Store& store, const FreeSpace& space, const GcRequest& rules, EventSink& events);

}  // namespace cairn
