// SPDX-License-Identifier: GPL-3.0-or-later
// What `--help` prints, made from the table of verbs.
#pragma once

#include "cli/verb.hh"

#include <span>
#include <string>

namespace cairn {

// Help for the command as a whole.
std::string general_help(std::span<const Verb* const> verbs, const Options& options);

// Help for a group of verbs, such as "store".
std::string group_help(std::span<const Verb* const> verbs, std::string_view group);

// Help for one verb; OPTIONS are those of its call.
std::string verb_help(const Verb& verb, const Options& options);

}  // namespace cairn
