// SPDX-License-Identifier: GPL-3.0-or-later
// cairn time-machine and cairn at: another verb, with the channels as they were.
#include "cli/channel_place.hh"
#include "cli/channels/channel_update.hh"
#include "cli/channels/declared_channels.hh"
#include "cli/channels/time_travel.hh"
#include "cli/collection.hh"
#include "cli/run_verb.hh"
#include "cli/terminal.hh"
#include "cli/update_display.hh"
#include "cli/verb.hh"

#include <algorithm>
#include <ctime>

namespace cairn {

namespace {

struct TravelWishes {
  std::optional<std::string> file;
  std::optional<std::string> commit;
  std::optional<std::string> date;
  bool disable_authentication = false;
  std::vector<std::string> command;
};

Options travel_options(TravelWishes& wishes) {
  return {
      {"--commit", "[CHANNEL:]COMMIT", "a channel at COMMIT", &wishes.commit},
      {"--date", "TIME", "the channels as they were at TIME", &wishes.date},
      {"-C,--channels", "FILE", "the channels that FILE declares", &wishes.file},
      {"--disable-authentication", "", "believe commits that nobody signed",
       &wishes.disable_authentication},
      {"VERB...", "", "", &wishes.command},
  };
}

struct AtWishes {
  std::string date;
  std::vector<std::string> command;
};

Options at_options(AtWishes& wishes) {
  return {{"TIME", "", "", &wishes.date}, {"VERB...", "", "", &wishes.command}};
}

// The channels as they are now; the way back begins there.
PulledChannels states_now(const ChannelGenerations& generations) {
  PulledChannels states = generations.current();
  if (states.empty()) throw Error("no channel was pulled yet").with_hint("cairn pull");
  return states;
}

// CHANNELS once more, with what their addresses have now.
void fetch_all(const ChannelGenerations& generations, const PulledChannels& channels) {
  for (const PulledChannel& state : channels) {
    note(fmt::format("fetching the channel '{}' from {}", state.channel.name, state.channel.url));
    ChannelCopy(generations.folders(), state.channel).fetch(update_display().fetching());
  }
}

PulledChannels at_commit(const ChannelGenerations& generations, const std::string& revision) {
  PulledChannels now = states_now(generations);
  auto wanted = channel_with(generations.folders(), now, revision);
  if (!wanted) {
    fetch_all(generations, now);
    wanted = channel_with(generations.folders(), now, revision);
  }
  if (!wanted) {
    throw Error("none of the channels has a commit '{}'", revision)
        .with_hint("cairn describe tells which channels there are");
  }
  return states_with(generations, now, *wanted);
}

PulledChannels in_file(const TravelWishes& wishes, const Place& place,
                       const ChannelGenerations& generations) {
  auto declared = declared_channels(*wishes.file, place.store, generations.folders(), note);
  ChannelUpdate update(generations.folders(), {}, {true, !wishes.disable_authentication},
                       update_display());
  return update.states(declared);
}

void tell_missing(const PulledChannels& now, const PulledChannels& then) {
  for (const PulledChannel& state : now) {
    auto is_same = [&](const PulledChannel& one) { return one.channel.name == state.channel.name; };
    if (std::ranges::any_of(then, is_same)) continue;
    note(fmt::format("the channel '{}' had not begun then: it is left out", state.channel.name));
  }
}

PulledChannels chosen_states(const TravelWishes& wishes, const Place& place) {
  ChannelGenerations generations = channel_generations(place);
  if (wishes.file) return in_file(wishes, place, generations);
  if (wishes.commit) return at_commit(generations, *wishes.commit);
  if (wishes.date) {
    std::time_t time = read_value([&] { return parse_time(*wishes.date, std::time(nullptr)); });
    PulledChannels now = states_now(generations);
    PulledChannels then = states_at(generations.folders(), now, time);
    tell_missing(now, then);
    return then;
  }
  throw Error("cairn time-machine needs to know where to", Exit::misused)
      .with_hint("cairn time-machine --commit=COMMIT -- build hello");
}

Exit travel(const TravelWishes& wishes, const PlaceWishes& place) {
  PlaceWishes then = place;
  then.channels = chosen_states(wishes, place_of(place));
  Arguments command = wishes.command;
  if (command.front() == "--") command.erase(command.begin());  // behind TIME it is an operand
  if (command.empty()) throw Error("cairn time-machine needs a verb", Exit::misused);
  return run_verb(std::move(command), then);
}

Exit travel_to(const AtWishes& wishes, const PlaceWishes& place) {
  TravelWishes travel_wishes;
  travel_wishes.date = wishes.date;
  travel_wishes.command = wishes.command;
  return travel(travel_wishes, place);
}

}  // namespace

extern const Verb time_machine_verb, at_verb;
const Verb time_machine_verb{
    "time-machine", "do something with the channels as they were",
    "With --commit, the other channels are as they were when that commit was pulled, or as they\n"
    "are now if it never was. COMMIT may be its first digits.\n\n"
    "Nothing is compiled or checked out to get there, and nothing changes for other commands.",
    [] { return call_of(travel_options, travel); }, Reading::options_first};

const Verb at_verb{
    "at", "the same as time-machine --date=TIME",
    "TIME is as in 2026-11-27, '2026-11-27 22:30', yesterday or '3 days ago'. Of each\n"
    "channel, the newest commit that was made then or before counts.",
    [] { return call_of(at_options, travel_to); }, Reading::options_first};

}  // namespace cairn
