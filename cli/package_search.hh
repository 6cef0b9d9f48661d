// SPDX-License-Identifier: GPL-3.0-or-later
// Which packages match patterns, the most relevant first.
#pragma once

#include "cli/evaluation/package_index.hh"
#include "cli/pattern.hh"

#include <vector>

namespace cairn {

struct MatchingPackage {
  IndexedPackage package;
  std::size_t relevance;
};

// Those of INDEX that each of PATTERNS is in: in the name, in the names of outputs, in the synopsis
// or in the description. Equally relevant ones come by name, the newest version first.
std::vector<MatchingPackage> matching_packages(const PackageIndex& index,
                                               const std::vector<Pattern>& patterns);

}  // namespace cairn
