// SPDX-License-Identifier: GPL-3.0-or-later
// cairn describe: which channels packages come from, and at which commits.
#include "cli/channel_display.hh"
#include "cli/channels/channel_text.hh"
#include "cli/collection.hh"
#include "cli/generation_title.hh"
#include "cli/record.hh"
#include "cli/results.hh"
#include "cli/verb.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

struct DescribeWishes {
  std::string format = "human";
  bool json = false;
};

Options describe_options(DescribeWishes& wishes) {
  return {
      {"-f,--format", "FORMAT", "human, channels, json or recutils", &wishes.format},
      {"--json", "", "the same as -f json", &wishes.json},
  };
}

std::string human_text(const ChannelGenerations& generations, const PulledChannels& states,
                       bool is_elsewhere) {
  auto current = generations.profile().current_generation();
  std::string title = current && !is_elsewhere ? generation_title(*current, true) + "\n" : "";
  return title + channels_text(states);
}

std::string records_text(const PulledChannels& states) {
  std::string text;
  for (const PulledChannel& state : states) {
    Record record;
    record.field("name", state.channel.name).field("url", state.channel.url);
    if (!state.channel.branch.empty()) record.field("branch", state.channel.branch);
    record.field("commit", state.channel.commit);
    if (const auto& introduction = state.channel.introduction) {
      record.field("introductioncommit", introduction->commit);
      record.field("introductionsigner", introduction->signer);
    }
    text += record.text() + "\n";
  }
  return text;
}

Exit describe(const DescribeWishes& wishes, const PlaceWishes& place) {
  ChannelGenerations generations = channel_generations(place_of(place));
  PulledChannels states = place.channels ? *place.channels : generations.current();
  if (states.empty()) {
    throw Error("no channel was pulled yet: packages are those that came with cairn")
        .with_hint("cairn pull");
  }
  std::string format = wishes.json ? "json" : wishes.format;
  Results results;
  if (format == "human") {
    results.write(human_text(generations, states, place.channels.has_value()));
  } else if (format == "channels") {
    results.write(channels_scheme(channels_of(states)));
  } else if (format == "json") {
    auto list = nlohmann::json::array();
    for (const Channel& channel : channels_of(states)) list.emplace_back(channel_json(channel));
    results.json(list);
  } else if (format == "recutils") {
    results.write(records_text(states));
  } else {
    throw Error("there is no format '" + format + "'", Exit::misused)
        .with_hint("human, channels, json or recutils");
  }
  results.finish();
  return Exit::done;
}

}  // namespace

extern const Verb describe_verb;
const Verb describe_verb{"describe", "tell which channels packages come from, at which commits",
                         "With -f channels it prints a channels.scm: 'cairn pull -C' or\n"
                         "'cairn time-machine -C' with it gives the very same packages.",
                         [] { return call_of(describe_options, describe); }};

}  // namespace cairn
