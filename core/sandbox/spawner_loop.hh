// SPDX-License-Identifier: GPL-3.0-or-later
// The spawner's own life: take requests, clone sandboxes, watch them end.
#pragma once

#include "core/base/fd.hh"
#include "core/sandbox/spawner.hh"

#include <string>

namespace cairn::sandbox {

// Serve requests that come over SOCKET until its other end is closed.
[[noreturn]] void run_spawner(Fd socket, const std::string& store, const Builtin& builtin);

}  // namespace cairn::sandbox
