// SPDX-License-Identifier: GPL-3.0-or-later
// Where launchers find what they need in a pack, as paths below its root.
#pragma once

namespace cairn::launch {

// A link whose target is where the store must be for the programs.
inline constexpr const char* store_link = ".cairn-pack/store";
// For the launcher at bin/hello, bin/hello in it is a link to the program.
inline constexpr const char* programs_folder = ".cairn-pack/programs";

}  // namespace cairn::launch
