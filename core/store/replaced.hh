// SPDX-License-Identifier: GPL-3.0-or-later
// Replaced trees: what lay in the place of an item until a repair. A sandbox that was started
// before shows its builder or program that very tree, so it is deleted only when no process has it
// mounted. They lie in STORE/.replaced, mode 0700.
#pragma once

#include "core/store/layout.hh"

#include <cstdint>
#include <string>

namespace cairn {

// Put NAME of the folder FROM in the place of the item BASE_NAME, which is there, in one rename.
// Both functions want a write transaction around them: else one deletes what the other is putting
// there. Returns whether a mode was changed for that, as move_item() does.
bool replace_item(const Layout& layout, int from, const std::string& name,
                  const std::string& base_name);

// Delete the replaced trees that nobody has mounted; returns the bytes that this freed on disk.
// What cannot be deleted stays.
std::uint64_t prune_replaced(const Layout& layout);

}  // namespace cairn
