// SPDX-License-Identifier: GPL-3.0-or-later
// Peer credentials.
#include "daemon/server/peer.hh"

#include "core/base/error.hh"
#include "daemon/server/users.hh"

#include <sys/socket.h>
#include <unistd.h>

namespace cairn::server {

Peer peer_of(int socket, const EngineSettings& settings) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  checked(getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size),
          "cannot tell who is at the other end of the socket");
  Peer peer{credentials.uid, credentials.gid, credentials.pid, false, false};
  bool is_owner = peer.user == 0 || peer.user == geteuid();
  peer.trusted = is_owner || is_named(settings.trusted_users, peer.user, peer.group);
  peer.allowed = peer.trusted || is_named(settings.allowed_users, peer.user, peer.group);
  return peer;
}

}  // namespace cairn::server
