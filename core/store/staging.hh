// SPDX-License-Identifier: GPL-3.0-or-later
// Staging: a private folder inside the store in which items are made before they are published.
// STORE/.new/PID-RANDOM, mode 0700, locked by its owner; those of dead owners are deleted by the
// next one and by the collector.
#pragma once

#include "core/base/fd.hh"
#include "core/base/lock.hh"
#include "core/store/layout.hh"

#include <string>

namespace cairn {

class Staging {
 public:
  explicit Staging(const Layout& layout);
  ~Staging();
  Staging(Staging&&) = delete;

  int fd() const { return folder_.get(); }
  // A name that nothing in the folder has.
  std::string fresh_name();
  // Delete NAME if it is there; what cannot be deleted goes with the folder.
  void discard(const std::string& name) noexcept;

 private:
  Fd parent_;
  std::string name_;
  FileLock lock_;
  Fd folder_;
  unsigned counter_ = 0;
};

// "PID-RANDOM": a name that no other process, living or dead, has taken.
std::string unique_name();

// Delete the folders of owners that died.
void clean_staging(const Layout& layout);

}  // namespace cairn
