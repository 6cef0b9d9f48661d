// SPDX-License-Identifier: GPL-3.0-or-later
// Locks of outputs: files in state/locks, named like the items.
#include "core/schedule/output_locks.hh"

#include "core/base/files.hh"

#include <unistd.h>

namespace cairn {

std::variant<OutputLocks, LockWatch> OutputLocks::take(const Layout& layout,
                                                       const Derivation& derivation) {
  std::string path = layout.physical_state() + "/locks";
  make_directories(path);
  OutputLocks locks;
  locks.folder_ = open_directory(path);
  for (const auto& [output_name, output] : derivation.outputs) {
    std::string name = output.path.base_name() + ".lock";
    auto lock = FileLock::try_now(locks.folder_.get(), name, LockKind::exclusive);
    if (!lock) {
      // Watched first and tried again then: the holder may have let go in between.
      LockWatch watch(path, name);
      lock = FileLock::try_now(locks.folder_.get(), name, LockKind::exclusive);
      if (!lock) return watch;
    }
    locks.locks_.emplace_back(name, std::move(*lock));
  }
  return locks;
}

OutputLocks::~OutputLocks() {
  for (const auto& [name, lock] : locks_) unlinkat(folder_.get(), name.c_str(), 0);
}

}  // namespace cairn
