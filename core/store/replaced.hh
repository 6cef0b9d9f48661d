// SPDX-License-Identifier: GPL-3.0-or-later
// Replaced trees: what lay in the place of an item until a repair. A sandbox that was started
// before shows its builder or program that very tree, so it is deleted only when no process has it
// mounted. They lie in STORE/.replaced, mode 0700.
#pragma once

#include "core/base/fd.hh"
#include "core/store/layout.hh"

#include <cstdint>
#include <set>
#include <string>

namespace cairn {

// Put NAME of the folder FROM in the place of the item BASE_NAME, which is there, in one rename.
// Wants a write transaction around it: see below. Returns whether a mode was changed for that, as
// move_item() does.
bool replace_item(const Layout& layout, int from, const std::string& name,
                  const std::string& base_name);

struct ReplacedTrees {
  Fd folder;  // open: who owns the store could put another folder in its place
  std::set<std::string> names;
};

// All of them. Wants a write transaction around it: else it would name what a repair is about to
// put in the place of an item.
ReplacedTrees replaced_trees(const Layout& layout);

// Delete those of TREES that nobody has mounted; returns the bytes that this freed on disk. What
// cannot be deleted stays. Takes long where somebody mounts much, and needs no transaction. Throws
// where it cannot be seen what is mounted.
std::uint64_t prune_replaced(const ReplacedTrees& trees);

}  // namespace cairn
