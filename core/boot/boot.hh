// SPDX-License-Identifier: GPL-3.0-or-later
// Process 1 of a machine that an engine for containers runs from an image.
#pragma once

#include <string>

namespace cairn::boot {

// Start the system ITEM, a path in the store, and see to its services until told to end by SIGTERM,
// SIGINT or SIGPWR; then stop them in good order. Throws when the system cannot be started, or when
// what watches its services ends by itself.
void run_machine(const std::string& item);

}  // namespace cairn::boot
