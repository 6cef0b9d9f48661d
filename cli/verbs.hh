// SPDX-License-Identifier: GPL-3.0-or-later
// The table of verbs.
#pragma once

#include "cli/arguments.hh"
#include "cli/verb.hh"

#include <span>

namespace cairn {

// All verbs, in the order of the help.
std::span<const Verb* const> all_verbs();

// The group, such as "store", whose help is asked for when WORD stands alone.
bool is_group(std::string_view word);

// The verb that ARGUMENTS begin with, whose words are taken off. Throws, naming the nearest, when
// there is none.
const Verb& take_verb(Arguments& arguments);

}  // namespace cairn
