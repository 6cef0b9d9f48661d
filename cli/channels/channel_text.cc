// SPDX-License-Identifier: GPL-3.0-or-later
// Writing and reading channels.
#include "cli/channels/channel_text.hh"

#include "channels/git/object_id.hh"
#include "core/base/error.hh"

#include <nlohmann/json.hpp>

namespace cairn {

using json = nlohmann::ordered_json;

json channel_json(const Channel& channel) {
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

Channel parse_channel_json(const json& value) {
  Channel channel{value.at("name"), value.at("url"), value.at("branch"), value.at("commit"), {}};
  if (!is_channel_name(channel.name)) throw Error("a channel has no name that can be");
  if (!ObjectId::parse(channel.commit)) throw Error("'{}' is no id of a commit", channel.commit);
  const json& introduction = value.at("introduction");
  if (!introduction.is_null()) {
    channel.introduction = {introduction.at("commit"), introduction.at("signer")};
  }
  return channel;
}

std::string scheme_string(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string channels_scheme(const std::vector<Channel>& channels) {
  std::string text = "(list";
  for (const Channel& channel : channels) {
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
