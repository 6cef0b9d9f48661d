// SPDX-License-Identifier: GPL-3.0-or-later
// Peer credentials.
#include "daemon/server/peer.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "daemon/server/users.hh"

#include <climits>
#include <grp.h>
#include <signal.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cairn::server {

namespace {

std::vector<gid_t> groups_of(int socket) {
  std::vector<gid_t> groups(NGROUPS_MAX);
  auto size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
  // Older kernels cannot tell.
  if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) < 0) size = 0;
  groups.resize(size / sizeof(gid_t));
  return groups;
}

std::vector<gid_t> own_groups() {
  std::vector<gid_t> groups(NGROUPS_MAX);
  int count = checked(getgroups(static_cast<int>(groups.size()), groups.data()),
                      "cannot tell our own groups");
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

// The signal that tells of the parent's death, set again at the end, and sent where the parent died
// meanwhile.
class ParentsDeath {
 public:
  ParentsDeath() { prctl(PR_GET_PDEATHSIG, &signal_); }
  ~ParentsDeath() {
    prctl(PR_SET_PDEATHSIG, signal_);
    if (signal_ != 0 && getppid() != parent_) raise(signal_);
  }
  ParentsDeath(ParentsDeath&&) = delete;

 private:
  int signal_ = 0;
  pid_t parent_ = getppid();
};

}  // namespace

ucred credentials_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  checked(getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size),
          "cannot tell who is at the other end of the socket");
  return credentials;
}

Peer peer_of(int socket, const EngineSettings& settings) {
  ucred credentials = credentials_of(socket);
  Peer peer{credentials.uid, credentials.gid, credentials.pid, false, false, groups_of(socket)};
  bool is_owner = peer.user == 0 || peer.user == geteuid();
  peer.trusted = is_owner || is_named(settings.trusted_users, peer.user, peer.group);
  peer.allowed = peer.trusted || is_named(settings.allowed_users, peer.user, peer.group);
  return peer;
}

bool can_look_at(const Peer& peer, const std::string& path) {
  struct stat status {};
  if (peer.user == geteuid()) return lstat(path.c_str(), &status) == 0 || errno == ENOENT;
  std::vector<gid_t> own = own_groups();
  ParentsDeath death;  // which the kernel forgets to tell of when the user changes
  checked(setgroups(peer.groups.size(), peer.groups.data()), "cannot take a client's groups");
  AtEnd end([&] {
    setfsuid(geteuid());
    setfsgid(getegid());
    setgroups(own.size(), own.data());
  });
  setfsgid(peer.group);
  setfsuid(peer.user);
  return lstat(path.c_str(), &status) == 0 || errno == ENOENT;
}

}  // namespace cairn::server
