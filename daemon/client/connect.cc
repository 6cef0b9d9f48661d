// SPDX-License-Identifier: GPL-3.0-or-later
// Which engine we talk to.
#include "core/base/files.hh"
#include "daemon/client/connection.hh"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace cairn {

namespace {

// A folder by its name alone: nothing is read there.
Fd open_place(const std::string& folder) {
  return Fd(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

// The socket of the daemon that serves PLACE; nothing when nobody listens there.
std::optional<Fd> connect_to_daemon(const EnginePlace& place) {
  std::string path = place.root + place.state + "/daemon-socket";
  Fd folder = open_place(path);
  if (!folder) return std::nullopt;
  // Addresses hold at most 107 bytes; by way of the open folder every path fits.
  std::string name = fmt::format("/proc/self/fd/{}/socket", folder.get());
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  name.copy(address.sun_path, sizeof address.sun_path - 1);
  Fd socket(checked(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "cannot make a socket"));
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return socket;
  }
  bool nobody = errno == ENOENT || errno == ECONNREFUSED || errno == EACCES;
  if (nobody) return std::nullopt;
  throw errno_error("cannot connect to the engine at {}/socket", path);
}

}  // namespace

std::unique_ptr<Connection> connect_to_engine(const EnginePlace& place, EventSink& events) {
  if (auto socket = connect_to_daemon(place)) {
    return std::make_unique<Connection>(std::move(*socket), place.store, events);
  }
  auto [process, socket] = EngineProcess::start(place);
  return std::make_unique<Connection>(std::move(socket), place.store, events, std::move(process));
}

}  // namespace cairn
