// SPDX-License-Identifier: GPL-3.0-or-later
// OutputLocks: the right to build a derivation's outputs, held by one session on the machine.
#pragma once

#include "core/base/lock.hh"
#include "core/derivation/derivation.hh"
#include "core/store/layout.hh"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cairn {

// Where the lock files are: state/locks, open. Outlives the locks that are taken in it.
struct LockFolder {
  explicit LockFolder(const Layout& layout);
  std::string path;
  Fd fd;
};

// Lets go, and deletes the lock files, at its end.
class OutputLocks {
 public:
  // The locks of all of DERIVATION's outputs; or, when another session holds one, a watch that
  // wakes when that one may have been let go.
  static std::variant<OutputLocks, LockWatch> take(const LockFolder& folder,
                                                   const Derivation& derivation);
  ~OutputLocks();
  OutputLocks(OutputLocks&&) noexcept = default;
  OutputLocks& operator=(OutputLocks&&) = delete;

 private:
  explicit OutputLocks(const LockFolder& folder) : folder_(&folder) {}

  const LockFolder* folder_;
  std::vector<std::pair<std::string, FileLock>> locks_;
};

}  // namespace cairn
