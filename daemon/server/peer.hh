// SPDX-License-Identifier: GPL-3.0-or-later
// Peer: who is at the other end of a socket, as the kernel says.
#pragma once

#include <sys/types.h>

namespace cairn::server {

struct Peer {
  uid_t user;
  gid_t group;
  pid_t process;
  bool trusted;  // root, or the engine's own user
};

// Who connected SOCKET, or made it where it is one of a pair.
Peer peer_of(int socket);

}  // namespace cairn::server
