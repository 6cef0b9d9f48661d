// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of who merges equal files: the items whose folders may have another mode and time
// than they must have, STATE/optimise.journal, a base name a line.
#pragma once

#include "core/base/fd.hh"
#include "core/store/layout.hh"

#include <string>

namespace cairn {

class OptimiseJournal {
 public:
  // Mends what an earlier one left. Whoever makes it holds STATE/optimise.lock.
  explicit OptimiseJournal(const Layout& layout);

  // Whether one has something noted: whoever holds the lock, or nobody, for they were killed.
  static bool is_left(const Layout& layout);

  // ITEM is about to be changed: on disk when this returns.
  void note(const StorePath& item);
  // All that was noted is as it must be.
  void clear();
  // See to it that it is.
  void mend(const Layout& layout);

 private:
  Fd file_;
};

// Give all folders of the tree NAME in DIRECTORY the mode and time of a folder in the store.
void make_folders_canonical(int directory, const std::string& name);

}  // namespace cairn
