// SPDX-License-Identifier: GPL-3.0-or-later
// Going from one system to another while the machine runs.
#pragma once

#include "core/machine/service_control.hh"

namespace cairn::machine {

// What the machine does with the programs around it; a seam for tests.
struct MachineActions {
  RunProgram run;
  std::function<void()> wake;  // whoever watches the folder of services
};

// What going to ITEM would do to the services of the machine below ROOT, in its own words.
std::string plan_text(int root, const std::string& item);

struct Reconfigured {
  ServiceChanges changes;
  std::vector<std::string> missing;  // vital services that did not come up: then all was taken back
};

// Activate ITEM on the machine below ROOT and do what it means for its services. When a vital
// service does not come up in its time, the system before is activated again.
Reconfigured reconfigure(int root, const std::string& item, const MachineActions& actions);

// CHANGES as lines for a person: "restart nginx".
std::string to_text(const ServiceChanges& changes);

}  // namespace cairn::machine
