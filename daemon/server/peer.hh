// SPDX-License-Identifier: GPL-3.0-or-later
// Peer: who is at the other end of a socket, as the kernel says.
#pragma once

#include "daemon/server/settings.hh"

#include <string>
#include <sys/socket.h>
#include <sys/types.h>
#include <vector>

namespace cairn::server {

struct Peer {
  uid_t user;
  gid_t group;
  pid_t process;
  bool trusted;                    // root, the engine's own user, or one that the settings name
  bool allowed;                    // to be served at all
  std::vector<gid_t> groups = {};  // others that it is in
};

// Whether PEER, and not only this process, can look at what PATH is, or see that nothing is there.
bool can_look_at(const Peer& peer, const std::string& path);

// The user, group and process at the other end of SOCKET.
ucred credentials_of(int socket);

// Who connected SOCKET, or made it where it is one of a pair, and what SETTINGS let them do.
Peer peer_of(int socket, const EngineSettings& settings);

}  // namespace cairn::server
