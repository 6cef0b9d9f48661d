// SPDX-License-Identifier: GPL-3.0-or-later
// Where the channels of the user of this process are.
#pragma once

#include "cli/channels/channel_folders.hh"
#include "cli/place.hh"

#include <optional>

namespace cairn {

ChannelFolders channel_folders(const Place& place);

// The file that declares the user's channels: WISHED, or else $XDG_CONFIG_HOME/cairn/channels.scm
// (by default in ~/.config), or else that of the store's configuration. Nothing where there is none
// of these two; throws if WISHED is not there.
std::optional<std::string> channel_file(const Place& place,
                                        const std::optional<std::string>& wished);

// Where a person would write such a file.
std::string usual_channel_file();

}  // namespace cairn
