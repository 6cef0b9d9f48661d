// SPDX-License-Identifier: GPL-3.0-or-later
// TemporaryRoots: what this process needs, kept from the garbage collector while it lives.
// The file state/temproots/PID-RANDOM is locked by its owner and holds paths, each ended by a NUL.
// gc.lock is held shared for each addition, and exclusively by a collector from reading these files
// until what it found dead is gone: an item that is valid after its addition stays valid.
#pragma once

#include "core/base/lock.hh"
#include "core/item/store_path.hh"
#include "core/store/layout.hh"

#include <cstdint>
#include <memory>
#include <string>

namespace cairn {

class TemporaryRoots {
 public:
  explicit TemporaryRoots(const Layout& layout);
  ~TemporaryRoots();
  TemporaryRoots(TemporaryRoots&&) noexcept;

  // Waits while a collector deletes a batch. Throws for more than 256 MiB of paths.
  void add(const StorePath& item) { add(StorePathSet{item}); }
  void add(const StorePathSet& items);
  StorePathSet all() const;

 private:
  struct File;
  std::unique_ptr<File> file_;
};

// gc.lock, held shared while a root is added: no collector that looked before deletes what it
// keeps.
struct AdditionLock {
  explicit AdditionLock(const Layout& layout);

  FileLock lock;
};

// gc.lock, held shared without an addition: while it is held, what is valid stays.
struct StayLock {
  explicit StayLock(const Layout& layout);

  FileLock lock;
};

// gc.lock, held exclusively: nobody can add a temporary root.
struct CollectorLock {
  explicit CollectorLock(const Layout& layout);

  FileLock lock;
  // Grows with each addition: while it stays, no item can have come alive.
  std::uint64_t additions;
};

// The temporary roots of all living processes; files of dead ones are deleted. LOCK is held.
StorePathSet read_temporary_roots(const Layout& layout, const CollectorLock& lock);

}  // namespace cairn
