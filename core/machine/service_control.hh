// SPDX-License-Identifier: GPL-3.0-or-later
// Telling services to start and to end, and hearing whether they are ready.
#pragma once

#include "core/machine/live_services.hh"

#include <functional>
#include <string>
#include <vector>

namespace cairn::machine {

// Runs a program with arguments and returns its exit status; a seam for tests.
using RunProgram = std::function<int(const std::vector<std::string>& command)>;
int run_program(const std::vector<std::string>& command);

// Do CHANGES to the services of SYSTEM, which LIVE holds. WAKE is called when there are new ones
// for whoever watches the folder. Returns the names of the vital ones among those that were started
// or restarted which did not become ready in their time.
std::vector<std::string> apply_changes(const ServiceChanges& changes,
                                       const SystemDeclaration& system, LiveServices& live,
                                       const RunProgram& run, const std::function<void()>& wake);

// End all services of SYSTEM that LIVE holds, those that require others before these, and who keeps
// their logs behind them.
void stop_all(const SystemDeclaration& system, LiveServices& live, const RunProgram& run);

}  // namespace cairn::machine
