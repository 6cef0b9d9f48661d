// SPDX-License-Identifier: GPL-3.0-or-later
// Messages over a Unix stream socket: bytes with their length before them, and descriptors.
#pragma once

#include "core/base/fd.hh"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cairn::sandbox {

struct Message {
  std::string bytes;
  std::vector<Fd> descriptors;
};

void send_message(int socket, std::string_view bytes, std::span<const int> descriptors);

// The next message; nothing when the other end is closed.
std::optional<Message> receive_message(int socket);

}  // namespace cairn::sandbox
