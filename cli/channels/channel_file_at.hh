// SPDX-License-Identifier: GPL-3.0-or-later
// What a channel says of itself at a commit.
#pragma once

#include "channels/declaration/channel_file.hh"
#include "channels/git/repository.hh"

namespace cairn {

// That of .cairn-channel or .guix-channel; what counts without one where there is none. NAME is
// what errors call the channel.
ChannelFile channel_file_at(const Repository& repository, const Commit& commit,
                            const std::string& name);

}  // namespace cairn
