// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluating a channels.scm.
#include "cli/channels/declared_channels.hh"

#include "cli/evaluation/evaluation.hh"
#include "core/base/files.hh"

#include <set>

namespace cairn {

namespace {

Channel channel_in(const Message& value, const std::string& file) {
  Channel channel{value.at("name"), value.at("url"), value.at("branch"), value.at("commit"), {}};
  const Message& introduction = value.at("introduction");
  if (!introduction.is_null()) {
    channel.introduction = {introduction.at("commit"), introduction.at("signer")};
  }
  if (!is_channel_name(channel.name)) {
    throw Error("{}: '{}' cannot be the name of a channel", file, channel.name)
        .with_hint("letters, digits, '-', '_' and '.', beginning with a letter or digit");
  }
  return channel;
}

}  // namespace

std::vector<Channel> declared_channels(const std::string& file, const StoreDir& store,
                                       const ChannelFolders& folders,
                                       const EvaluatorOutput::Show& show) {
  LoadPath nothing{{}};
  nothing.cache_in(folders.caches());
  Evaluation evaluation(store, nothing, show);
  std::vector<Channel> channels;
  std::set<std::string> names;
  for (const Message& value : evaluation.channels(file, read_file(file, 1 << 20))) {
    channels.push_back(channel_in(value, file));
    if (!names.insert(channels.back().name).second) {
      throw Error("{}: two channels have the name '{}'", file, channels.back().name)
          .with_hint("give one of them another name");
    }
  }
  return channels;
}

}  // namespace cairn
