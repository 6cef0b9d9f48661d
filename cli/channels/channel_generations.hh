// SPDX-License-Identifier: GPL-3.0-or-later
// ChannelGenerations: the states that a user's channels were in, one a pull, as generations of a
// profile. Each is a small file in the store; a ref in each repository keeps the commits.
#pragma once

#include "cli/channels/channel_folders.hh"
#include "cli/channels/pulled_channel.hh"
#include "core/profile/generations.hh"
#include "daemon/client/engine.hh"

#include <optional>
#include <string>

namespace cairn {

class ChannelGenerations {
 public:
  // ROOT is what stands before store paths on this machine.
  ChannelGenerations(StoreDir store, std::string root, ChannelFolders folders);

  const Profile& profile() const { return profile_; }
  const ChannelFolders& folders() const { return folders_; }

  // What GENERATION holds. Throws when its file is damaged or gone.
  PulledChannels states(const Generation& generation) const;
  // Those of the current one; none before the first pull.
  PulledChannels current() const;

  // Make STATES the newest generation and the current one; returns its number.
  std::uint64_t add(Engine& engine, const PulledChannels& states);
  void switch_to(std::uint64_t number);
  void remove(std::uint64_t number);

 private:
  std::string ref_of(std::uint64_t number, const Channel& channel) const;

  StoreDir store_;
  std::string root_;
  ChannelFolders folders_;
  Profile profile_;
};

}  // namespace cairn
