// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching a channel.
#include "cli/channels/channel_copy.hh"

#include "cli/channels/channel_file_at.hh"
#include "core/base/error.hh"

namespace cairn {

namespace {

constexpr std::string_view fetched_prefix = "refs/cairn/fetched/";

}  // namespace

std::string fetched_ref(const std::string& branch) {
  return std::string(fetched_prefix) + branch;
}

ChannelCopy::ChannelCopy(const ChannelFolders& folders, const Channel& channel)
    : channel_(channel),
      repository_(
          std::make_shared<Repository>(Repository::open_or_make(folders.repository(channel)))) {}

FetchedBranch ChannelCopy::fetch(const FetchProgress& progress) {
  return with_context(fmt::format("cannot update the channel '{}'", channel_.name), [&] {
    auto fetched = [&](const std::string& keyring) {
      RemoteBranches remote{channel_.url, {channel_.branch}, {keyring}};
      return fetch_branches(*repository_, remote, std::string(fetched_prefix), progress).front();
    };
    const std::string usual = ChannelFile{}.keyring_reference;
    FetchedBranch head = fetched(usual);
    Commit commit = repository_->commit(head.commit);
    std::string keyring = channel_file_at(*repository_, commit, channel_.name).keyring_reference;
    return keyring == usual ? head : fetched(keyring);
  });
}

}  // namespace cairn
