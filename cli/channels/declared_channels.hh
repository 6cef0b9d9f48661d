// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a channels.scm: it is a program, so it is evaluated like one, in the evaluator's sandbox.
#pragma once

#include "cli/channels/channel_folders.hh"
#include "cli/evaluation/output.hh"
#include "core/item/store_path.hh"

#include <string>
#include <vector>

namespace cairn {

// What FILE declares, in its order. Throws, naming the place in it, for what cannot be: two
// channels of one name, a name that is none. What it came to is remembered in FOLDERS.
std::vector<Channel> declared_channels(const std::string& file, const StoreDir& store,
                                       const ChannelFolders& folders,
                                       const EvaluatorOutput::Show& show);

}  // namespace cairn
