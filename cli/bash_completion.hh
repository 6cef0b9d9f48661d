// SPDX-License-Identifier: GPL-3.0-or-later
// How bash completes what is typed behind `cairn', made from the table of verbs.
#pragma once

#include "cli/verb.hh"

#include <span>
#include <string>

namespace cairn {

// A script for bash. OPTIONS stand before the verb.
std::string bash_completion(std::span<const Verb* const> verbs, const Options& options);

}  // namespace cairn
