// SPDX-License-Identifier: GPL-3.0-or-later
// How states of channels are shown.
#pragma once

#include "cli/channels/channel_generations.hh"

#include <string>

namespace cairn {

// The channels of STATES, some lines each.
std::string channels_text(const PulledChannels& states);

// What became of each channel from BEFORE to NOW: commits and packages that are new. Makes the
// indexes of both.
std::string changes_text(const ChannelFolders& folders, const PulledChannels& before,
                         const PulledChannels& now);

// What the authors of channels tell of the commits from BEFORE to NOW, with titles and texts; empty
// for nothing.
std::string news_text(const ChannelFolders& folders, const PulledChannels& before,
                      const PulledChannels& now);

}  // namespace cairn
