// SPDX-License-Identifier: GPL-3.0-or-later
// What a new state of a system means for the services that run. Pure.
#pragma once

#include "core/machine/declaration.hh"

#include <map>
#include <string>
#include <vector>

namespace cairn::machine {

// The service folder that each service was started from, by name.
using RunningServices = std::map<std::string, std::string>;

struct ServiceChanges {
  std::vector<std::string> stop = {};     // by name: what they required is not known any more
  std::vector<std::string> restart = {};  // in this order: what others require comes first
  std::vector<std::string> start = {};    // likewise
  bool operator==(const ServiceChanges&) const = default;
};

// From RUNNING to what SYSTEM declares. A service is restarted when its own folder changed, and
// only then: that another one which it requires did is that one's affair.
ServiceChanges changes_between(const RunningServices& running, const SystemDeclaration& system);

// The services of SYSTEM by name, in the rounds in which they may end: all of a round at once, none
// before those that require it.
std::vector<std::vector<std::string>> ending_rounds(const SystemDeclaration& system);

// The services of SYSTEM, each behind those that it requires. Throws when they require each other
// in a circle, or what is not there.
std::vector<const Service*> required_first(const SystemDeclaration& system);

}  // namespace cairn::machine
