// SPDX-License-Identifier: GPL-3.0-or-later
// Writing and reading the states of channels.
#include "cli/channels/pulled_channel.hh"

#include "cli/channels/channel_text.hh"
#include "core/base/error.hh"
#include "core/json/parse.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

using json = nlohmann::ordered_json;

ObjectId id_in(const json& value) {
  auto id = ObjectId::parse(value.get<std::string>());
  if (!id) throw Error("'{}' is no id", value.get<std::string>());
  return *id;
}

PulledChannel parse_state(const json& value) {
  PulledChannel state;
  state.channel = parse_channel_json(value);
  state.directory = value.at("directory");
  state.tree = id_in(value.at("tree"));
  state.time = value.at("time");
  return state;
}

}  // namespace

std::string PulledChannel::prefix() const {
  std::string prefix = channel.name + "@" + channel.commit.substr(0, 9);
  return directory.empty() ? prefix : prefix + "/" + directory;
}

std::string state_text(const PulledChannels& states) {
  json list = json::array();
  for (const PulledChannel& state : states) {
    json value = channel_json(state.channel);
    value["directory"] = state.directory;
    value["tree"] = state.tree.text();
    value["time"] = state.time;
    list.push_back(std::move(value));
  }
  return json{{"version", 1}, {"channels", list}}.dump(1) + "\n";
}

PulledChannels parse_state_text(std::string_view text, std::string_view from) {
  try {
    json value = parse_json(text);
    if (value.at("version") != 1) throw Error("it is of a newer version of cairn");
    PulledChannels states;
    for (const json& channel : value.at("channels")) states.push_back(parse_state(channel));
    return states;
  } catch (const json::exception& error) {
    throw Error("{} is not as it must be: {}", from, error.what());
  } catch (Error& error) {
    error.while_doing(fmt::format("cannot read {}", from));
    throw;
  }
}

std::vector<Channel> channels_of(const PulledChannels& states) {
  std::vector<Channel> channels;
  for (const PulledChannel& state : states) channels.push_back(state.channel);
  return channels;
}

}  // namespace cairn
