// SPDX-License-Identifier: GPL-3.0-or-later
// Replaced trees: what lay in the place of an item until a repair. A sandbox that was started
// before shows its builder or program that very tree, so it is deleted only when no process has it
// mounted. They lie in STORE/.replaced, mode 0700.
#pragma once

#include "core/store/layout.hh"

#include <cstdint>
#include <string>
#include <vector>

namespace cairn {

// Put NAME of the folder FROM in the place of the item BASE_NAME, which is there, in one rename.
// Wants a write transaction around it: see below. Returns whether a mode was changed for that, as
// move_item() does.
bool replace_item(const Layout& layout, int from, const std::string& name,
                  const std::string& base_name);

// The names of the replaced trees. Wants a write transaction around it: else it would name what a
// repair is about to put in the place of an item.
std::vector<std::string> replaced_trees(const Layout& layout);

// Delete those of NAMES that nobody has mounted; returns the bytes that this freed on disk. What
// cannot be deleted stays. Takes long where somebody mounts much, and needs no transaction.
std::uint64_t prune_replaced(const Layout& layout, const std::vector<std::string>& names);

}  // namespace cairn
