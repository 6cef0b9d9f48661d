// SPDX-License-Identifier: GPL-3.0-or-later
// Locks of outputs: files in state/locks, named like the items.
#include "core/schedule/output_locks.hh"

#include "core/base/files.hh"

#include <unistd.h>

namespace cairn {

LockFolder::LockFolder(const Layout& layout) : path(layout.physical_state() + "/locks") {
  make_directories(path);
  fd = open_directory(path);
}

std::variant<OutputLocks, LockWatch> OutputLocks::take(const LockFolder& folder,
                                                       const Derivation& derivation) {
  OutputLocks locks(folder);
  for (const auto& [output_name, output] : derivation.outputs) {
    std::string name = output.path.base_name() + ".lock";
    auto lock = FileLock::try_watched(folder.fd.get(), name);
    if (!lock) {
      // Watched first and tried again then: the holder may have let go in between.
      LockWatch watch(folder.path, name);
      lock = FileLock::try_watched(folder.fd.get(), name);
      if (!lock) return watch;
    }
    locks.locks_.emplace_back(name, std::move(*lock));
  }
  return locks;
}

OutputLocks::~OutputLocks() {
  for (const auto& [name, lock] : locks_) unlinkat(folder_->fd.get(), name.c_str(), 0);
}

}  // namespace cairn
