// SPDX-License-Identifier: GPL-3.0-or-later
// Where the state of a user's channels lies: repositories, indexes, what was evaluated and
// authenticated, and the generations.
#pragma once

#include "channels/declaration/channel.hh"
#include "cli/evaluation/load_path.hh"

#include <string>

namespace cairn {

struct ChannelFolders {
  std::string base;         // of all but the generations
  std::string generations;  // the path of a profile
  std::string owner;        // whose generations: part of the names of refs
  bool is_in_state = true;  // of the store: the generations are roots as they are

  CacheFolders caches() const { return {base + "/index", base + "/evaluations"}; }
  std::string authenticated() const { return base + "/authenticated"; }
  // One for each address, whatever channels are called that come from it.
  std::string repository(const Channel& channel) const;
};

}  // namespace cairn
