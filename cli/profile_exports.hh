// SPDX-License-Identifier: GPL-3.0-or-later
// What is in a profile, as files that others can use.
#pragma once

#include "cli/profile/manifest.hh"

namespace cairn {

// A manifest in Scheme, for -m: the names of what was wished.
std::string manifest_file_of(const Manifest& manifest);
// The channels that it came from, as channels.scm.
std::string channels_file_of(const Manifest& manifest);

}  // namespace cairn
