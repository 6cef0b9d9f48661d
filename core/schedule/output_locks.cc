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

namespace {

std::variant<FileLock, LockWatch> take_one(const LockFolder& folder, const std::string& name) {
  for (;;) {
    if (auto lock = FileLock::try_watched(folder.fd.get(), name)) return std::move(*lock);
    // Watched first and tried again then: the holder may have let go in between.
    auto watch = LockWatch::of(folder.path, name);
    if (!watch) continue;
    if (auto lock = FileLock::try_watched(folder.fd.get(), name)) return std::move(*lock);
    return std::move(*watch);
  }
}

}  // namespace

std::variant<OutputLocks, LockWatch> OutputLocks::take(const LockFolder& folder,
                                                       const Derivation& derivation) {
  OutputLocks locks(folder);
  for (const auto& [output_name, output] : derivation.outputs) {
    std::string name = output.path.base_name() + ".lock";
    auto taken = take_one(folder, name);
    if (auto* watch = std::get_if<LockWatch>(&taken)) return std::move(*watch);
    locks.locks_.emplace_back(name, std::get<FileLock>(std::move(taken)));
  }
  return locks;
}

OutputLocks::~OutputLocks() {
  for (const auto& [name, lock] : locks_) unlinkat(folder_->fd.get(), name.c_str(), 0);
}

}  // namespace cairn
