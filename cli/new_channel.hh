// SPDX-License-Identifier: GPL-3.0-or-later
// Making a channel out of a folder: what a channel needs to be one is written into it and
// committed, signed, by the user's own git.
#pragma once

#include "channels/declaration/channel.hh"
#include "cli/channel_keys.hh"

#include <string>

namespace cairn {

struct NewChannel {
  std::string folder;
  std::string name;
  std::string directory;  // of the modules, below FOLDER; "" for all of it
  std::string url;        // "": FOLDER itself
  SigningKey key;
};

// The channel as users declare it. Throws, having changed nothing, when FOLDER is a channel
// already.
Channel make_channel(const NewChannel& wanted);

}  // namespace cairn
