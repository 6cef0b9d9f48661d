// SPDX-License-Identifier: GPL-3.0-or-later
// Running an Enclosure.
#pragma once

#include "core/sandbox/enclosure.hh"
#include "core/sandbox/spawner.hh"

namespace cairn::sandbox {

// Run the command of ENCLOSURE with the standard streams of this process and wait for it; signals
// that are sent to this process meanwhile are passed on. Whatever ends this process, nothing that
// runs in the enclosure outlives it. This process, which may have one thread only, enters
// namespaces and stays in them.
SandboxEnd run_enclosed(const Enclosure& enclosure);

}  // namespace cairn::sandbox
