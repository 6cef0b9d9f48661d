// SPDX-License-Identifier: GPL-3.0-or-later
// builtin:unpack-1: the tree in an archive.
#include "core/archive/unpack.hh"
#include "core/build/builtin.hh"

namespace cairn {

void builtin_unpack(const BuiltinEnvironment& environment) {
  unpack({.archive = required_value(environment, "src"),
          .target = required_value(environment, "out"),
          .strip_single = is_switched_on(environment, "strip")});
}

}  // namespace cairn
