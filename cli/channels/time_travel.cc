// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the states of channels in their history.
#include "cli/channels/time_travel.hh"

#include "channels/git/repository.hh"
#include "cli/channels/channel_update.hh"
#include "cli/channels/trust.hh"

namespace cairn {

namespace {

ObjectId id_of(const Channel& channel) {
  return ObjectId::parse(channel.commit).value();  // it is of a state that was read
}

PulledChannel state_of(const ChannelFolders& folders, const Channel& channel) {
  Repository repository = Repository::open(folders.repository(channel));
  check_trust(repository, channel, folders);
  return state_at(repository, channel);
}

// The newest commit at TIME or before, from COMMIT back.
std::optional<ObjectId> commit_at(const Repository& repository, ObjectId commit, std::time_t time) {
  for (;;) {
    Commit here = repository.commit(commit);
    if (here.time <= time) return commit;
    if (here.parents.empty()) return std::nullopt;
    commit = here.parents.front();
  }
}

std::string time_text(std::time_t time) {
  tm parts{};
  localtime_r(&time, &parts);
  char text[64];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts));
}

}  // namespace

std::optional<Channel> channel_with(const ChannelFolders& folders, const PulledChannels& channels,
                                    const std::string& revision) {
  std::size_t colon = revision.find(':');
  std::string name = colon == revision.npos ? "" : revision.substr(0, colon);
  std::string commit = colon == revision.npos ? revision : revision.substr(colon + 1);
  for (const PulledChannel& state : channels) {
    if (!name.empty() && state.channel.name != name) continue;
    Repository repository = Repository::open(folders.repository(state.channel));
    auto id = repository.find(commit);
    if (!id) continue;
    Channel found = state.channel;
    found.commit = id->text();
    return found;
  }
  return std::nullopt;
}

PulledChannels states_with(const ChannelGenerations& generations, const PulledChannels& now,
                           const Channel& wanted) {
  std::vector<Generation> all = generations.profile().list();
  for (auto generation = all.rbegin(); generation != all.rend(); ++generation) {
    PulledChannels states = generations.states(*generation);
    for (const PulledChannel& state : states) {
      if (state.channel == wanted) return states;
    }
  }
  PulledChannels states = now;
  for (PulledChannel& state : states) {
    if (state.channel.name == wanted.name) state = state_of(generations.folders(), wanted);
  }
  return states;
}

PulledChannels states_at(const ChannelFolders& folders, const PulledChannels& channels,
                         std::time_t time) {
  PulledChannels states;
  for (const PulledChannel& state : channels) {
    Repository repository = Repository::open(folders.repository(state.channel));
    auto commit = commit_at(repository, id_of(state.channel), time);
    if (!commit) continue;
    Channel then = state.channel;
    then.commit = commit->text();
    states.push_back(state_of(folders, then));
  }
  if (states.empty()) throw Error("no channel has a commit of {} or before", time_text(time));
  return states;
}

}  // namespace cairn
