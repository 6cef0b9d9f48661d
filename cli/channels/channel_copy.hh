// SPDX-License-Identifier: GPL-3.0-or-later
// ChannelCopy: what this machine has of the repository of a channel, and how it gets more. What is
// in it is not to be believed before it was authenticated (trust.hh).
#pragma once

#include "channels/git/fetch.hh"
#include "cli/channels/channel_folders.hh"
#include "cli/channels/pulled_channel.hh"

#include <memory>
#include <optional>

namespace cairn {

class ChannelCopy {
 public:
  // Opens the copy, or makes an empty one.
  ChannelCopy(const ChannelFolders& folders, const Channel& channel);

  const std::shared_ptr<Repository>& repository() const { return repository_; }

  // Ask the channel's address for its branch, and for the branch of its keys; returns the branch's
  // name and newest commit.
  FetchedBranch fetch(const FetchProgress& progress);

 private:
  Channel channel_;
  std::shared_ptr<Repository> repository_;
};

// The ref of what was fetched of BRANCH.
std::string fetched_ref(const std::string& branch);

}  // namespace cairn
