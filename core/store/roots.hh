// SPDX-License-Identifier: GPL-3.0-or-later
// Roots: what the collector must keep and why.
#pragma once

#include "core/store/layout.hh"
#include "core/store/temporary_roots.hh"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn {

struct Root {
  std::string origin;  // "/home/u/result", "/var/cairn/profiles/x", "{process:123}", "{temporary}"
  StorePath item;
  auto operator<=>(const Root&) const = default;
};

// Permanent roots, sorted: links below state/gcroots and state/profiles, and files there that are
// named like an item. Indirect ones, below gcroots/auto, point to a link of a user's; those that
// cannot be read are passed over, and so is what cannot be in folders that other users own. Throws
// where another link cannot be read: it may keep something.
std::vector<Root> permanent_roots(const Layout& layout);

// Why users' roots are passed over, a sentence for each.
std::vector<std::string> unreadable_roots(const Layout& layout);

// What running processes have open, mapped, in their environment or as program, sorted; of items
// that lie in the store's folder. Processes that we may not look into are passed over.
std::vector<Root> process_roots(const Layout& layout);

// Keep the item that the link LINK (absolute, in the user's own folders) points to while that link
// exists: the link's place is noted below gcroots/auto. For this and the next: whoever calls holds
// a temporary root of the item, or a collector may be faster.
void add_indirect_root(const Layout& layout, const std::string& link);

// Delete the indirect roots whose links are gone. While LOCK is held nobody can add one anew.
void prune_indirect_roots(const Layout& layout, const CollectorLock& lock);

// Keep ITEM under state/gcroots/NAME, "a" or "a/b", until that link is deleted.
void add_permanent_root(const Layout& layout, const std::string& name, const StorePath& item);

}  // namespace cairn
