// SPDX-License-Identifier: GPL-3.0-or-later
// ChannelFile: what a channel says of itself, in a file at the root of its repository.
#pragma once

#include "channels/declaration/channel.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

struct ChannelFile {
  std::string name;  // what it calls itself; a user may call it otherwise
  std::int64_t language = 0;
  std::string directory;  // where its modules are, below the root of the repository; may be empty
  std::string url;
  std::string keyring_reference = "keyring";  // the branch with the public keys
  std::string news_file;
  std::vector<Channel> dependencies;
  bool operator==(const ChannelFile&) const = default;
};

inline constexpr std::string_view cairn_channel_file_name = ".cairn-channel";
inline constexpr std::string_view guix_channel_file_name = ".guix-channel";

// Throws, naming FILE and the place in it, for what is not known, and for what leads out of the
// repository.
ChannelFile read_channel_file(std::string_view text, const std::string& file);

// The same as Guix takes it: fields that are not known are ignored.
ChannelFile read_guix_channel_file(std::string_view text, const std::string& file);

}  // namespace cairn
