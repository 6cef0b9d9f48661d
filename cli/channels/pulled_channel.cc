// SPDX-License-Identifier: GPL-3.0-or-later
// Writing and reading the states of channels.
#include "cli/channels/pulled_channel.hh"

#include "core/base/error.hh"

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

using nlohmann::json;

json channel_json(const PulledChannel& state) {
  const Channel& channel = state.channel;
  json introduction;
  if (channel.introduction) {
    introduction = {{"commit", channel.introduction->commit},
                    {"signer", channel.introduction->signer}};
  }
  return {{"name", channel.name},
          {"url", channel.url},
          {"branch", channel.branch},
          {"commit", channel.commit},
          {"introduction", introduction}};
}

ObjectId id_in(const json& value) {
  auto id = ObjectId::parse(value.get<std::string>());
  if (!id) throw Error("'{}' is no id", value.get<std::string>());
  return *id;
}

PulledChannel parse_state(const json& value) {
  PulledChannel state;
  state.channel = {value.at("name"), value.at("url"), value.at("branch"), value.at("commit"), {}};
  if (!is_channel_name(state.channel.name)) throw Error("a channel has no name that can be");
  id_in(value.at("commit"));
  const json& introduction = value.at("introduction");
  if (!introduction.is_null()) {
    state.channel.introduction = {introduction.at("commit"), introduction.at("signer")};
  }
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
    json value = channel_json(state);
    value["directory"] = state.directory;
    value["tree"] = state.tree.text();
    value["time"] = state.time;
    list.push_back(std::move(value));
  }
  return json{{"version", 1}, {"channels", list}}.dump(1) + "\n";
}

PulledChannels parse_state_text(std::string_view text, std::string_view from) {
  try {
    json value = json::parse(text);
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

json channels_json(const PulledChannels& states) {
  json list = json::array();
  for (const PulledChannel& state : states) list.push_back(channel_json(state));
  return list;
}

std::string scheme_string(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string channels_scheme(const PulledChannels& states) {
  std::string text = "(list";
  for (const PulledChannel& state : states) {
    const Channel& channel = state.channel;
    text += fmt::format("\n (channel\n  (name '{})\n  (url {})", channel.name,
                        scheme_string(channel.url));
    if (!channel.branch.empty()) text += "\n  (branch " + scheme_string(channel.branch) + ")";
    if (!channel.commit.empty()) text += "\n  (commit " + scheme_string(channel.commit) + ")";
    if (const auto& introduction = channel.introduction) {
      std::string_view kind =
          introduction->signer.starts_with("SHA256:") ? "ssh-fingerprint" : "openpgp-fingerprint";
      text += fmt::format("\n  (introduction\n   (make-channel-introduction\n    {}\n    ({} {})))",
                          scheme_string(introduction->commit), kind,
                          scheme_string(introduction->signer));
    }
    text += ")";
  }
  return text + ")\n";
}

}  // namespace cairn
