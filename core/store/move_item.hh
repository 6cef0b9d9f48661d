// SPDX-License-Identifier: GPL-3.0-or-later
// Items moved between folders of one store, and made to last.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cairn {

// Rename the tree NAME in FROM to NEW_NAME in TO. Returns whether that was done: not where NEW_NAME
// is taken, or where more is needed, as move_item() does it; errno says why.
bool try_to_rename(int from, const std::string& name, int to, const std::string& new_name);

// Rename the tree NAME in FROM to NEW_NAME in TO, where nothing of that name may be. A read-only
// folder stays one; returns whether its mode was changed for a moment, so that it is to be flushed.
bool move_item(int from, const std::string& name, int to, const std::string& new_name);

// Put the tree NAME in FROM in the place of NEW_NAME in TO, and that in its place, at once. The
// mode of the second is not kept. Returns as move_item() does, of the first.
bool exchange_items(int from, const std::string& name, int to, const std::string& new_name);

// Wait until the trees NAMES in DIRECTORY, which have FILES regular files, would outlive a power
// cut.
void flush_items(int directory, const std::vector<std::string>& names, std::uint64_t files);

}  // namespace cairn
