// SPDX-License-Identifier: GPL-3.0-or-later
// Trying O_NOATIME.
#include "core/base/quiet_opening.hh"

#include <cerrno>
#include <fcntl.h>

namespace cairn {

Fd QuietOpening::open(int directory, const char* name, int flags) {
  flags |= O_CLOEXEC;
  if (is_allowed_) {
    Fd fd(openat(directory, name, flags | O_NOATIME));
    if (fd || errno != EPERM) return fd;
    is_allowed_ = false;
  }
  return Fd(openat(directory, name, flags));
}

}  // namespace cairn
