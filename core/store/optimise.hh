// SPDX-License-Identifier: GPL-3.0-or-later
// Optimising: files of equal content and mode become one inode with several names. As in Nix's
// store each has a further name in STORE/.links: the SHA-256 of the file as NAR, in nix-base32.
#pragma once

#include "core/base/lock.hh"
#include "core/event/event.hh"
#include "core/store/store.hh"

#include <cstdint>

namespace cairn {

struct OptimiseResult {
  std::uint64_t files = 0;  // that became names of an inode that was there
  std::uint64_t bytes = 0;  // freed on disk by that
};

// Merge the equal files of all valid items. Others work on meanwhile: a file is replaced at once,
// and whoever has it open keeps what they have. Throws when another process is at it;
// an item that cannot be read is warned of. What a
// process that is killed leaves is mended by the next, and by NotOptimising.
OptimiseResult optimise(Store& store, EventSink& events);

// Merge the files of what lies complete and canonical in Staging under NAMES with their equals.
// Takes no lock: what is not published yet is nobody else's. What cannot be merged stays as it is.
void merge_staged(Store& store, const std::vector<std::string>& names);

// While it lives nobody merges files, and all folders are as they must be: where somebody was
// killed while merging, their modes and times are set right first.
class NotOptimising {
 public:
  explicit NotOptimising(const Layout& layout);

 private:
  FileLock lock_;
};

// Delete the names in .links that nothing else has; returns the bytes that this freed on disk.
std::uint64_t prune_links(const Layout& layout);

}  // namespace cairn
