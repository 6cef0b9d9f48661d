// SPDX-License-Identifier: GPL-3.0-or-later
// Diagnosis: what may be wrong on this machine, looked at one thing after another.
#pragma once

#include "cli/place.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

// How one thing is. PROBLEMS are sentences; MEND is what to do about them, where we know it.
struct Finding {
  std::string_view subject;  // "sandbox"
  std::string state;         // what was found where nothing is wrong
  std::vector<std::string> problems = {};
  std::string mend = {};

  bool is_well() const { return problems.empty(); }
};

// Look at all things that there are to look at, in the order in which one needs the other; an error
// on the way is a finding.
std::vector<Finding> diagnose(const PlaceWishes& wishes);

}  // namespace cairn
