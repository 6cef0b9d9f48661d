// SPDX-License-Identifier: GPL-3.0-or-later
// Listener: the socket where clients connect. Who they are, not the socket's mode, decides what
// they may do.
#pragma once

#include "core/base/fd.hh"
#include "core/base/lock.hh"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cairn::server {

class Listener {
 public:
  // Listen at PATH, whose folder is made where it is absent. Throws where another engine does.
  explicit Listener(const std::string& path);
  // Take SOCKET, at which somebody listens for us already, and who takes it away too. Throws for
  // what is no such socket.
  explicit Listener(Fd socket);
  ~Listener();
  Listener(Listener&&) = delete;

  int fd() const { return socket_.get(); }
  // The next client; nothing when it went away before we looked.
  std::optional<Fd> accept();

 private:
  void publish();

  Fd folder_;
  std::string name_;
  std::optional<FileLock> lock_;
  std::uint64_t file_ = 0;  // the inode of our socket's file
  Fd socket_;
};

// The socket that whoever started us listened at before (systemd's protocol: sd_listen_fds(3));
// nothing where there is none. Throws where there are more. Programs that we start hear nothing
// of it.
std::unique_ptr<Listener> inherited_listener();

}  // namespace cairn::server
