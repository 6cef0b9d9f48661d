// SPDX-License-Identifier: GPL-3.0-or-later
// Changing the machine that runs, and telling what happens.
#pragma once

#include "cli/machine_place.hh"
#include "core/base/error.hh"

namespace cairn {

// Say what differs between the current generation and ITEM, but for the services.
void tell_declared_changes(const MachinePlace& where, const StorePath& item);

// Say what going to ITEM would do to the services that run.
void tell_plan(const MachinePlace& where, const StorePath& item);

// Let the machine, if it runs, be what ITEM declares. Ends with Exit::failed when a vital service
// did not come up; then the machine is as it was before.
Exit go_to_system(const MachinePlace& where, const StorePath& item);

}  // namespace cairn
