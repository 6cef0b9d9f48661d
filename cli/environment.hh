// SPDX-License-Identifier: GPL-3.0-or-later
// The environment of programs that come from profiles.
#pragma once

#include "cli/profile/search_paths.hh"

#include <map>
#include <string>

namespace cairn {

using Environment = std::map<std::string, std::string>;

// That of this process.
Environment own_environment();

// What --pure leaves of ENVIRONMENT: who the user is, and where their screen.
Environment purified(const Environment& environment);

// What a program in a sandbox gets of ENVIRONMENT: what kind of terminal, and which language.
Environment sandboxed(const Environment& environment);

// Make ENVIRONMENT that of this process.
void become_environment(const Environment& environment);

}  // namespace cairn
