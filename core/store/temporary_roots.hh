// SPDX-License-Identifier: GPL-3.0-or-later
// TemporaryRoots: what this process needs, kept from the garbage collector while it lives, in a
// file of state/temproots that its owner has locked. gc.lock is held shared for each addition, and
// exclusively by a collector from reading these files until what it found dead is gone. Who holds
// it does not take it again: others wait in turn.
#pragma once

#include "core/base/lock.hh"
#include "core/item/store_path.hh"
#include "core/store/layout.hh"

#include <cstdint>
#include <memory>
#include <string>

namespace cairn {

// gc.lock, held shared while a root is added: no collector that looked before deletes what it
// keeps.
struct AdditionLock {
  explicit AdditionLock(const Layout& layout);

  FileLock lock;
};

class TemporaryRoots {
 public:
  explicit TemporaryRoots(const Layout& layout);
  ~TemporaryRoots();
  TemporaryRoots(TemporaryRoots&&) noexcept;

  // Let there be at most BYTES of paths, instead of 256 MiB.
  void limit(std::size_t bytes);
  // Waits while a collector deletes a batch. Throws for more than the limit.
  void add(const StorePath& item) { add(StorePathSet{item}); }
  void add(const StorePathSet& items);
  // The same where the lock is held already.
  void add(const StorePathSet& items, const AdditionLock& lock);
  StorePathSet all() const;

 private:
  bool has(const StorePathSet& items) const;

  struct File;
  std::unique_ptr<File> file_;
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
