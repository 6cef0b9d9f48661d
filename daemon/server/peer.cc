// SPDX-License-Identifier: GPL-3.0-or-later
// Peer credentials.
#include "daemon/server/peer.hh"

#include "core/base/error.hh"

#include <sys/socket.h>
#include <unistd.h>

namespace cairn::server {

Peer peer_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  checked(getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size),
          "cannot tell who is at the other end of the socket");
  bool trusted = credentials.uid == 0 || credentials.uid == geteuid();
  return {credentials.uid, credentials.gid, credentials.pid, trusted};
}

}  // namespace cairn::server
