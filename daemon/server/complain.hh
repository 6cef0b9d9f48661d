// SPDX-License-Identifier: GPL-3.0-or-later
// What the daemon says to whoever runs it.
#pragma once

#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <fmt/format.h>
#include <string_view>
#include <unistd.h>

namespace cairn::server {

// A line on standard error, where the machine's log keeps it. That it cannot be written, as on a
// full disk, is nobody's error.
inline void complain(std::string_view what) {
  try {
    write_fully(STDERR_FILENO, fmt::format("cairn-daemon: {}\n", what), "standard error");
  } catch (const Error&) {
  }
}

}  // namespace cairn::server
