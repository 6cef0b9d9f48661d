// SPDX-License-Identifier: GPL-3.0-or-later
// What the daemon says to whoever runs it.
#pragma once

#include "core/base/fd.hh"

#include <fmt/format.h>
#include <string_view>
#include <unistd.h>

namespace cairn::server {

// A line on standard error, where the machine's log keeps it.
inline void complain(std::string_view what) {
  write_fully(STDERR_FILENO, fmt::format("cairn-daemon: {}\n", what), "standard error");
}

}  // namespace cairn::server
