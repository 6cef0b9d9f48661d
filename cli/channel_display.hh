// SPDX-License-Identifier: GPL-3.0-or-later
// How states of channels are shown.
#pragma once

#include "cli/channels/channel_generations.hh"

#include <string>

namespace cairn {

// "Generation 2  Nov 27 2026 22:30:01  (current)"
std::string generation_title(const Generation& generation, bool is_current);

// The channels of STATES, some lines each.
std::string channels_text(const PulledChannels& states);

// What became of each channel from BEFORE to NOW, a line each: "hello  4f3a2b1c9 -> 5b2c3d4e5
// (3 commits)".
std::string changes_text(const ChannelFolders& folders, const PulledChannels& before,
                         const PulledChannels& now);

}  // namespace cairn
