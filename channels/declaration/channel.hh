// SPDX-License-Identifier: GPL-3.0-or-later
// Channel: a git repository that packages come from, as a user or another channel declares it.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace cairn {

// The first commit that is to be believed, and whose key signed it: all trust begins here.
struct ChannelIntroduction {
  std::string commit;  // forty digits
  std::string signer;  // fingerprint of a key: OpenPGP's digits, or "SHA256:..." of an SSH key
  auto operator<=>(const ChannelIntroduction&) const = default;
};

struct Channel {
  std::string name;  // one word of letters, digits, '-', '_' and '.', not beginning with '.'
  std::string url;
  std::string branch;  // empty: the default branch of the repository
  std::string commit;  // where it is held, or was found; empty: the newest
  std::optional<ChannelIntroduction> introduction;
  auto operator<=>(const Channel&) const = default;
};

// Whether NAME can name a channel.
bool is_channel_name(const std::string& name);

}  // namespace cairn
