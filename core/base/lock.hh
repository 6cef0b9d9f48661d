// SPDX-License-Identifier: GPL-3.0-or-later
// Locks between processes: flock on a file, let go by the kernel when the holder dies.
#pragma once

#include "core/base/fd.hh"

#include <optional>
#include <string>

namespace cairn {

enum class LockKind { shared, exclusive };

class FileLock {
 public:
  // Open NAME in DIRECTORY, made if absent, and wait for the lock.
  static FileLock wait(int directory, const std::string& name, LockKind kind);
  // The lock if nobody holds it now.
  static std::optional<FileLock> try_now(int directory, const std::string& name, LockKind kind);
  // The same for an exclusive lock that others wait for by LockWatch: a try that fails wakes none.
  static std::optional<FileLock> try_watched(int directory, const std::string& name);

  int fd() const { return fd_.get(); }

 private:
  explicit FileLock(Fd fd) : fd_(std::move(fd)) {}
  Fd bell_{};  // open for writing: its close, behind that of the lock, is what a LockWatch hears
  Fd fd_;
};

// Waits, as a descriptor that a poll can watch, until the holder of a lock file lets go, which it
// has by FileLock::try_watched(). Made before a try, so that no letting go between try and wait is
// missed. It can be blind (fd() is -1, where the kernel gives no more of them), and miss a holder
// that died in the middle of its try: who waits looks again now and then.
class LockWatch {
 public:
  // Of the file NAME in DIRECTORY; nothing when it is not there, so that a try may succeed.
  static std::optional<LockWatch> of(const std::string& directory, const std::string& name);

  int fd() const { return fd_.get(); }

 private:
  explicit LockWatch(Fd fd) : fd_(std::move(fd)) {}
  Fd fd_;
};

}  // namespace cairn
