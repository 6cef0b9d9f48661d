// SPDX-License-Identifier: GPL-3.0-or-later
// Making the socket appear, ready, and taking it away.
#include "daemon/server/listener.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "daemon/server/complain.hh"

#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace cairn::server {

namespace {

constexpr mode_t anybody = 0666;
constexpr int waiting_clients = 128;

// Addresses hold at most 107 bytes; by way of the open folder every path fits.
sockaddr_un address_in(int folder, const std::string& name) {
  std::string path = fmt::format("/proc/self/fd/{}/{}", folder, name);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw Error("the socket's name {} is too long", name);
  path.copy(address.sun_path, path.size());
  return address;
}

// How long to let others give back what the machine, or this process, has no more of.
constexpr auto shortage = std::chrono::milliseconds(100);

// Whether anybody listens at NAME: also who holds no lock of ours, as a service manager does for a
// daemon that it starts when a client comes.
bool is_served(int folder, const std::string& name) {
  Fd client(checked(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
                    "cannot make a socket"));
  sockaddr_un address = address_in(folder, name);
  int result = connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return result == 0 || errno == EAGAIN;  // EAGAIN: others wait there
}

bool is_shortage(int number) {
  return number == ENFILE || number == EMFILE || number == ENOBUFS || number == ENOMEM;
}

}  // namespace

Listener::Listener(const std::string& path) {
  std::filesystem::path place = std::filesystem::absolute(path);
  name_ = place.filename().string();
  std::string folder = place.parent_path().string();
  make_directories(folder);
  folder_ = open_directory(folder);
  auto status = status_at(folder_.get(), name_);
  if (status && !S_ISSOCK(status->st_mode)) {
    throw Error("cannot listen at {}: something else is there", path)
        .with_hint("choose another place with --listen");
  }
  lock_ = FileLock::try_now(folder_.get(), name_ + ".lock", LockKind::exclusive);
  if (!lock_ || is_served(folder_.get(), name_)) {
    throw Error("another cairn-daemon listens at {} already", path)
        .with_hint(
            "end that one first, or the service that waits for clients for it, or choose "
            "another place with --listen");
  }
  socket_ = Fd(checked(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
                       "cannot make a socket"));
  with_context(fmt::format("cannot listen at {}", path), [this] { publish(); });
}

Listener::Listener(Fd socket) : socket_(std::move(socket)) {
  auto option = [this](int name) {
    int value = 0;
    socklen_t size = sizeof value;
    bool known = getsockopt(socket_.get(), SOL_SOCKET, name, &value, &size) == 0;
    return known ? value : -1;
  };
  bool is_ours = option(SO_DOMAIN) == AF_UNIX && option(SO_TYPE) == SOCK_STREAM;
  if (!is_ours || option(SO_ACCEPTCONN) != 1) {
    throw Error("what was handed over is no local stream socket that listens");
  }
  int flags = checked(fcntl(socket_.get(), F_GETFL), "cannot look at the socket");
  checked(fcntl(socket_.get(), F_SETFL, flags | O_NONBLOCK), "cannot set the socket");
  checked(fcntl(socket_.get(), F_SETFD, FD_CLOEXEC), "cannot set the socket");
}

std::unique_ptr<Listener> inherited_listener() {
  constexpr int first_descriptor = 3;
  auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (variable("LISTEN_PID") != std::to_string(getpid())) return nullptr;
  std::string count = variable("LISTEN_FDS");
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) unsetenv(name);
  if (count == "1") return std::make_unique<Listener>(Fd(first_descriptor));
  throw Error("{:?} sockets were handed over, and one can be served", count);
}

// Complete or not at all: who sees the socket can connect to it.
void Listener::publish() {
  std::string fresh = fmt::format("{}.{}", name_, getpid());
  unlinkat(folder_.get(), fresh.c_str(), 0);
  sockaddr_un address = address_in(folder_.get(), fresh);
  checked(bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "cannot bind the socket");
  checked(fchmodat(folder_.get(), fresh.c_str(), anybody, 0), "cannot set the socket's mode");
  checked(listen(socket_.get(), waiting_clients), "cannot listen");
  checked(renameat(folder_.get(), fresh.c_str(), folder_.get(), name_.c_str()),
          "cannot put the socket in its place");
  file_ = status_at(folder_.get(), name_)->st_ino;
}

// Whoever put another socket in the place of ours still needs it.
Listener::~Listener() {
  if (!folder_) return;
  struct stat status {};
  bool found = fstatat(folder_.get(), name_.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (found && status.st_ino == file_) unlinkat(folder_.get(), name_.c_str(), 0);
}

std::optional<Fd> Listener::accept() {
  Fd client(accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (client) return client;
  int number = errno;
  bool passing = number == EAGAIN || number == EINTR || number == ECONNABORTED;
  if (passing) return std::nullopt;
  Error error = errno_error("cannot accept a client");
  if (!is_shortage(number)) throw error;
  complain(error.message());
  std::this_thread::sleep_for(shortage);  // the client is still there, and poll() tells at once
  return std::nullopt;
}

}  // namespace cairn::server
