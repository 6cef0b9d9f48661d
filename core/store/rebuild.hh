// SPDX-License-Identifier: GPL-3.0-or-later
// Rebuilding the database from what lies on disk, when it is damaged or gone.
// (manual/decisions/0019-a-database-can-be-rebuilt.md)
#pragma once

#include "core/event/event.hh"
#include "core/store/layout.hh"

#include <cstdint>
#include <string>
#include <vector>

namespace cairn {

struct RebuildReport {
  std::uint64_t items = 0;                 // registered again
  std::uint64_t salvaged = 0;              // of these, with all that the old database knew of them
  std::vector<std::string> left_out = {};  // a sentence each: leftovers, which the collector takes
  std::string old_folder = {};             // where the old database lies now; empty: there was none
};

// Replace the database at LAYOUT by one of all items that are on disk with what they refer to.
// Throws, and nothing is changed, when another process has the store open.
RebuildReport rebuild_database(const Layout& layout, EventSink& events);

}  // namespace cairn
