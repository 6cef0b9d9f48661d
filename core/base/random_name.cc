// SPDX-License-Identifier: GPL-3.0-or-later
// Making up names.
#include "core/base/random_name.hh"

#include "core/base/error.hh"

#include <cstdint>
#include <sys/random.h>
#include <unistd.h>

namespace cairn {

std::string random_name() {
  std::uint64_t number = 0;
  checked(getrandom(&number, sizeof number, 0), "cannot get a random number");
  return fmt::format("{}-{:016x}", getpid(), number);
}

}  // namespace cairn
