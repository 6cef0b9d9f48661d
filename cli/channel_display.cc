// SPDX-License-Identifier: GPL-3.0-or-later
// Showing states of channels.
#include "cli/channel_display.hh"

#include "channels/authenticate/authenticate.hh"

#include <ctime>

namespace cairn {

namespace {

std::string local_time(std::time_t time) {
  tm parts{};
  localtime_r(&time, &parts);
  char text[64];
  return std::string(text, std::strftime(text, sizeof text, "%b %d %Y %H:%M:%S", &parts));
}

const PulledChannel* find_named(const PulledChannels& states, const std::string& name) {
  for (const PulledChannel& state : states) {
    if (state.channel.name == name) return &state;
  }
  return nullptr;
}

std::string short_id(const PulledChannel& state) {
  return state.channel.commit.substr(0, 9);
}

// How many commits lie between; "" where nobody can tell.
std::string distance(const ChannelFolders& folders, const PulledChannel& before,
                     const PulledChannel& now) {
  auto from = ObjectId::parse(before.channel.commit);
  auto to = ObjectId::parse(now.channel.commit);
  Repository repository = Repository::open(folders.repository(now.channel));
  if (!from || !to || !repository.has(*from)) return "";
  History history = history_of(repository);
  std::size_t count = commits_beyond(history, {*from}, *to, Extent::exact).size();
  return count == 0 ? "" : fmt::format("  ({} commit{})", count, count == 1 ? "" : "s");
}

}  // namespace

std::string generation_title(const Generation& generation, bool is_current) {
  return fmt::format("Generation {}  {}{}", generation.number, local_time(generation.time),
                     is_current ? "  (current)" : "");
}

std::string channels_text(const PulledChannels& states) {
  std::string text;
  for (const PulledChannel& state : states) {
    const Channel& channel = state.channel;
    text += fmt::format("  {} {}\n    repository URL: {}\n", channel.name, short_id(state),
                        channel.url);
    if (!channel.branch.empty()) text += fmt::format("    branch: {}\n", channel.branch);
    text += fmt::format("    commit: {}\n    of: {}\n", channel.commit, local_time(state.time));
  }
  return text;
}

std::string changes_text(const ChannelFolders& folders, const PulledChannels& before,
                         const PulledChannels& now) {
  std::string text;
  for (const PulledChannel& state : now) {
    const PulledChannel* old = find_named(before, state.channel.name);
    if (!old) {
      text += fmt::format("  {}  {}  (new)\n", state.channel.name, short_id(state));
    } else if (old->channel.commit != state.channel.commit) {
      text += fmt::format("  {}  {} -> {}{}\n", state.channel.name, short_id(*old), short_id(state),
                          distance(folders, *old, state));
    }
  }
  for (const PulledChannel& old : before) {
    if (find_named(now, old.channel.name)) continue;
    text += fmt::format("  {}  {}  (gone)\n", old.channel.name, short_id(old));
  }
  return text;
}

}  // namespace cairn
