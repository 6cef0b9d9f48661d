// SPDX-License-Identifier: GPL-3.0-or-later
// What a pull brought: commits, and packages that came, went, or have another version.
#pragma once

#include "cli/channels/channel_folders.hh"
#include "cli/channels/pulled_channel.hh"

#include <map>
#include <string>
#include <vector>

namespace cairn {

// The first lines of the messages of the commits between, the newest first: "4f3a2b1c9 hello:
// greet"; at most LIMIT, and a line that says how many more there are.
std::vector<std::string> commit_news(const ChannelFolders& folders, const PulledChannel& before,
                                     const PulledChannel& now, std::size_t limit);

// "new: a 1.0, b 2.0", "upgraded: c 1.0 -> 1.1", "gone: d", each line only where there is something
// to say. BEFORE and NOW are versions of packages of a channel by their names.
using PackageVersions = std::map<std::string, std::string>;
std::vector<std::string> package_news(const PackageVersions& before, const PackageVersions& now);

}  // namespace cairn
