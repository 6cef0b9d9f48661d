// SPDX-License-Identifier: GPL-3.0-or-later
// Peer: who is at the other end of a socket, as the kernel says.
#pragma once

#include "daemon/server/settings.hh"

#include <sys/types.h>

namespace cairn::server {

struct Peer {
  uid_t user;
  gid_t group;
  pid_t process;
  bool trusted;  // root, the engine's own user, or one that the settings name
  bool allowed;  // to be served at all
};

// Who connected SOCKET, or made it where it is one of a pair, and what SETTINGS let them do.
Peer peer_of(int socket, const EngineSettings& settings);

}  // namespace cairn::server
