// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of the kernel that begin again when a signal interrupts them.
#pragma once

#include <cerrno>

namespace cairn {

// What CALL returns: made again for as long as it returns less than 0 and says EINTR. Not for calls
// that count down a time, which would begin anew, and not for close(), which is done all the same.
template <class Call>
auto uninterrupted(const Call& call) {
  for (;;) {
    auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

}  // namespace cairn
