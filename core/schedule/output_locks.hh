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

// Lets go, and deletes the lock files, at its end.
class OutputLocks {
 public:
  // The locks of all of DERIVATION's outputs; or, when another session holds one, a watch that
  // wakes when that one may have been let go.
  static std::variant<OutputLocks, LockWatch> take(const Layout& layout,
                                                   const Derivation& derivation);
  ~OutputLocks();
  OutputLocks(OutputLocks&&) noexcept = default;
  OutputLocks& operator=(OutputLocks&&) = delete;

 private:
  OutputLocks() = default;

  Fd folder_;
  std::vector<std::pair<std::string, FileLock>> locks_;
};

}  // namespace cairn
