// SPDX-License-Identifier: GPL-3.0-or-later
// How a conversation begins: both sides say who they are and agree on version 1.34.
#pragma once

#include "daemon/protocol/duplex.hh"

#include <cstdint>
#include <string>

namespace cairn::protocol {

inline constexpr std::uint64_t protocol_version = 1 << 8 | 34;

// The server's part: throws for strangers; a client that is too old is told so and false returned.
// What the server says next is Last or a Refusal.
bool greet_client(Duplex& duplex, const std::string& server_name);

// The client's part. Returns how the server calls itself, once it is ready.
std::string greet_server(Duplex& duplex);

}  // namespace cairn::protocol
