// SPDX-License-Identifier: GPL-3.0-or-later
// Names of channels.
#include "channels/declaration/channel.hh"

#include <algorithm>

namespace cairn {

bool is_channel_name(const std::string& name) {
  auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && name.size() <= 100 && name.front() != '.' && name.front() != '-' &&
         std::ranges::all_of(name, is_allowed);
}

}  // namespace cairn
