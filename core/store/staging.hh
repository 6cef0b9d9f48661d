// SPDX-License-Identifier: GPL-3.0-or-later
// Staging: a private folder inside the store in which items are made before they are published.
// STORE/.new/PID-RANDOM, mode 0700, locked by its owner; those of dead owners are deleted by the
// next one and by the collector.
#pragma once

#include "core/base/private_folder.hh"
#include "core/store/layout.hh"

#include <string>

namespace cairn {

class Staging {
 public:
  explicit Staging(const Layout& layout);

  int fd() const { return folder_.fd(); }
  // A name that nothing in the folder has.
  std::string fresh_name() { return folder_.fresh_name(); }
  void discard(const std::string& name) noexcept { folder_.discard(name); }

 private:
  PrivateFolder folder_;
};

// Delete the folders of owners that died.
void clean_staging(const Layout& layout);

// Where those who build have a private folder each, for what builders write.
std::string builds_folder(const Layout& layout);
// Delete what builds of dead processes left there; what a builder that is still ending keeps from
// it is left to whoever comes next.
void clean_left_builds(const Layout& layout);

}  // namespace cairn
