// SPDX-License-Identifier: GPL-3.0-or-later
// How generations of profiles and of channels are headed.
#pragma once

#include "core/profile/generations.hh"

#include <ctime>
#include <string>

namespace cairn {

// "Nov 27 2026 22:30:01", of this machine's zone.
std::string local_time(std::time_t time);

// "Generation 2  Nov 27 2026 22:30:01  (current)"
std::string generation_title(const Generation& generation, bool is_current);

}  // namespace cairn
