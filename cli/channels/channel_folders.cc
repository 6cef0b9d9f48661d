// SPDX-License-Identifier: GPL-3.0-or-later
// Naming the folders of channels.
#include "cli/channels/channel_folders.hh"

#include "core/hash/hasher.hh"

namespace cairn {

std::string ChannelFolders::repository(const Channel& channel) const {
  Hash hash = hash_of(HashAlgorithm::sha256, channel.url);
  return base + "/repositories/" + to_text(hash, HashFormat::nix32).substr(0, 32);
}

}  // namespace cairn
