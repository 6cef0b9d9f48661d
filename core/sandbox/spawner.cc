// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's side of the spawner.
#include "core/sandbox/spawner.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"
#include "core/sandbox/inside.hh"
#include "core/sandbox/message.hh"
#include "core/sandbox/spawner_loop.hh"
#include "core/sandbox/spec_text.hh"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cairn {

std::optional<SandboxEnd> SandboxProcess::advance() {
  char buffer[4096];
  ssize_t count = recv(channel_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
  if (count > 0) {
    record_.append(buffer, static_cast<std::size_t>(count));
    return std::nullopt;
  }
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  channel_.close();
  return sandbox::parse_record(record_);
}

SandboxEnd SandboxProcess::wait() {
  for (;;) {
    pollfd watched{channel_.get(), POLLIN, 0};
    if (poll(&watched, 1, -1) < 0 && errno != EINTR) throw errno_error("cannot wait for a sandbox");
    if (auto end = advance()) return *end;
  }
}

void SandboxProcess::kill() {
  shutdown(channel_.get(), SHUT_WR);
}

Spawner::Spawner(const std::string& store, Builtin builtin)
    : store_(store), builtin_(std::move(builtin)) {
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  process_ = checked(fork(), "cannot start the sandbox's spawner");
  if (process_ == 0) {
    ours.close();
    sandbox::run_spawner(std::move(theirs), store_, builtin_);
  }
  socket_ = std::move(ours);
}

Spawner::Spawner(Spawner&& other) noexcept
    : store_(std::move(other.store_)),
      builtin_(std::move(other.builtin_)),
      with_network_(std::move(other.with_network_)),
      is_for_network_(other.is_for_network_),
      socket_(std::move(other.socket_)),
      process_(std::exchange(other.process_, -1)) {}

Spawner::~Spawner() {
  if (process_ < 0) return;
  socket_.close();
  ::kill(process_, SIGKILL);
  reap(process_);
}

Spawner& Spawner::with_network() {
  if (!with_network_) {
    with_network_ = std::make_unique<Spawner>(store_, builtin_);
    with_network_->is_for_network_ = true;
  }
  return *with_network_;
}

SandboxProcess Spawner::start(const sandbox::Spec& spec, const Fd& output) {
  if (spec.network && !is_for_network_) return with_network().start(spec, output);
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  int descriptors[] = {output.get(), theirs.get()};
  sandbox::send_message(socket_.get(), sandbox::encode(spec), descriptors);
  return SandboxProcess(std::move(ours));
}

void Spawner::forget_mounts(const std::string& folder) {
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  int descriptor = theirs.get();
  sandbox::send_message(socket_.get(), folder, {&descriptor, 1});
  theirs.close();
  SandboxProcess(std::move(ours)).wait();
}

}  // namespace cairn
