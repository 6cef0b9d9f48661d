// SPDX-License-Identifier: GPL-3.0-or-later
// Calling a verb: what main does with a command line, and time-machine with the rest of one.
#pragma once

#include "cli/arguments.hh"
#include "cli/place.hh"

#include <string_view>

namespace cairn {

Exit print_text(std::string_view text);

// Do what ARGUMENTS, a verb and what is for it, say.
Exit run_verb(Arguments arguments, const PlaceWishes& place);

}  // namespace cairn
