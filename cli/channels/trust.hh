// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a channel's commit may be believed.
#pragma once

#include "channels/authenticate/authenticate.hh"
#include "channels/declaration/channel.hh"
#include "channels/git/repository.hh"
#include "cli/channels/channel_folders.hh"

namespace cairn {

// Throws unless every commit of CHANNEL, from its introduction to its commit, was signed by one who
// was authorized to. What was found out is kept below FOLDERS.
void check_trust(const Repository& repository, const Channel& channel,
                 const ChannelFolders& folders, const AuthenticationProgress& progress = {});

}  // namespace cairn
