// SPDX-License-Identifier: GPL-3.0-or-later
// Collection: the packages that a command knows, and the channels that they come from.
#pragma once

#include "cli/channels/channel_generations.hh"
#include "cli/evaluation/load_path.hh"
#include "cli/package_arguments.hh"
#include "cli/place.hh"

namespace cairn {

struct Collection {
  LoadPath path;
  PulledChannels channels;  // empty before the first pull
};

// The folders of -L and of CAIRN_PACKAGE_PATH; then the channels that PLACE names (time-machine),
// or else those of the user's current generation, or else, before the first pull, the packages that
// were installed with this program. Files beside those of -f may be read, too.
Collection collection_for(const PackageWishes& wishes, const PlaceWishes& place);

// The modules of PULLED, out of its repository below FOLDERS.
ModuleTree module_tree(const ChannelFolders& folders, const PulledChannel& pulled);

// The generations of the user's channels.
ChannelGenerations channel_generations(const Place& place);

}  // namespace cairn
