// SPDX-License-Identifier: GPL-3.0-or-later
// ChannelUpdate: from what a user declares to channels at commits that may be believed: fetched,
// authenticated, with the channels they need.
#pragma once

#include "channels/authenticate/authenticate.hh"
#include "cli/channels/channel_copy.hh"
#include "cli/channels/channel_folders.hh"
#include "cli/channels/pulled_channel.hh"

#include <functional>
#include <string_view>

namespace cairn {

struct UpdateWishes {
  bool allow_downgrades = false;
  bool authenticate = true;
};

// Where what goes on is told.
struct UpdateDisplay {
  // Gets a line for each step that may take long.
  std::function<void(std::string_view line)> tell;
  // Each is called when such a step begins, and what it gives is dropped when that ends.
  std::function<FetchProgress()> fetching;
  std::function<AuthenticationProgress()> authenticating;
};

class ChannelUpdate {
 public:
  // BEFORE is where the channels were: none of them may go back from there.
  ChannelUpdate(const ChannelFolders& folders, const PulledChannels& before,
                const UpdateWishes& wishes, UpdateDisplay display);

  // DECLARED at their newest commits, or at those that they name; behind them the channels that
  // they depend on, which DECLARED wins over. Throws at the first that cannot be had.
  PulledChannels states(const std::vector<Channel>& declared);

 private:
  struct Wanted {
    Channel channel;
    std::string asked_by;  // the channel that depends on it; empty for the user
  };
  PulledChannel state_of(const Channel& wanted);
  ObjectId wanted_commit(const Channel& wanted, ChannelCopy& copy, std::string& branch);
  void refuse_going_back(const Repository& repository, const Channel& now);

  const ChannelFolders& folders_;
  const PulledChannels& before_;
  UpdateWishes wishes_;
  UpdateDisplay display_;
};

// CHANNEL, whose commit must be in REPOSITORY, as a state; reads what the channel says of itself
// there.
PulledChannel state_at(const Repository& repository, Channel channel);

}  // namespace cairn
