// SPDX-License-Identifier: GPL-3.0-or-later
// Refusing systems.
#include "cli/systems.hh"

#include "core/base/error.hh"

#include <algorithm>

namespace cairn {

void check_system(const std::string& system) {
  if (std::ranges::find(supported_systems, system) != std::end(supported_systems)) return;
  throw Error(fmt::format("nothing can be built for the system {:?}; the supported systems are: {}",
                          system, fmt::join(supported_systems, ", ")),
              Exit::misused)
      .with_hint("leave out --system, or name one of those");
}

}  // namespace cairn
