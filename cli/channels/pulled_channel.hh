// SPDX-License-Identifier: GPL-3.0-or-later
// PulledChannel: a channel at a commit, with what it takes to read its modules. A list of these is
// a generation of a user's channels, and says where the packages of a profile come from.
#pragma once

#include "channels/declaration/channel.hh"
#include "channels/git/object_id.hh"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct PulledChannel {
  Channel channel;        // its commit is the one that is meant
  std::string directory;  // of the modules in the repository; "" for all of it
  ObjectId tree;          // that directory
  std::int64_t time = 0;  // of the commit, seconds since 1970

  // What errors call it: "hello@4f3a2b1c9/packages".
  std::string prefix() const;
  bool operator==(const PulledChannel&) const = default;
};

using PulledChannels = std::vector<PulledChannel>;

// Formats of manual/formats/channels.md.
std::string state_text(const PulledChannels& states);
// Throws, naming FROM, for what is not as state_text() writes it.
PulledChannels parse_state_text(std::string_view text, std::string_view from);

std::vector<Channel> channels_of(const PulledChannels& states);

}  // namespace cairn
