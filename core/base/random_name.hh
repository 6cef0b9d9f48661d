// SPDX-License-Identifier: GPL-3.0-or-later
// Names for what belongs to one process.
#pragma once

#include <string>

namespace cairn {

// "PID-RANDOM": a name that no other process, living or dead, has taken.
std::string random_name();

}  // namespace cairn
