// SPDX-License-Identifier: GPL-3.0-or-later
// Channels as they were: at a commit, at a time.
#pragma once

#include "cli/channels/channel_generations.hh"

#include <ctime>
#include <string>

namespace cairn {

// REVISION is a commit of one of the channels: its id or the first digits of it, maybe behind the
// channel's name and a colon: "hello:4f3a2b1". Nothing when none of CHANNELS has it here.
std::optional<Channel> channel_with(const ChannelFolders& folders, const PulledChannels& channels,
                                    const std::string& revision);

// The channels as they were when the one that WANTED names was at WANTED's commit: those of the
// newest generation with that commit; or else as they are now, but for that one.
PulledChannels states_with(const ChannelGenerations& generations, const PulledChannels& now,
                           const Channel& wanted);

// Each of CHANNELS at the newest commit that was made at TIME or before, on the way back from where
// it is along first parents. One that began later is left out; throws if all did.
PulledChannels states_at(const ChannelFolders& folders, const PulledChannels& channels,
                         std::time_t time);

// "2026-11-27", "2026-11-27 22:30", "2026-11-27T22:30:15Z", "@1795000000", "yesterday",
// "3 days ago" (hours, days, weeks, months); a time without a zone is of this machine's, a day
// alone means its end. Throws, as misuse, for anything else. NOW is the time that "ago" counts
// from.
std::time_t parse_time(const std::string& text, std::time_t now);

}  // namespace cairn
