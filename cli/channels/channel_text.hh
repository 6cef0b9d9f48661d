// SPDX-License-Identifier: GPL-3.0-or-later
// Channels as JSON and as Scheme.
#pragma once

#include "channels/declaration/channel.hh"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

nlohmann::ordered_json channel_json(const Channel& channel);
// Throws, also exceptions of the JSON library, for what is not as channel_json() writes it.
Channel parse_channel_json(const nlohmann::ordered_json& value);

// A channels.scm that holds each channel at its commit.
std::string channels_scheme(const std::vector<Channel>& channels);

// TEXT as a string of Scheme: in quotes.
std::string scheme_string(std::string_view text);

}  // namespace cairn
