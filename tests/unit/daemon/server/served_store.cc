// SPDX-License-Identifier: GPL-3.0-or-later
// Starting and ending the process that serves.
#include "tests/unit/daemon/server/served_store.hh"

#include "core/base/error.hh"
#include "daemon/server/session.hh"

#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::test {

namespace {

constexpr uid_t nobody = 65534;

// Sockets of a pair belong to who made them.
std::pair<Fd, Fd> socket_pair(ServedStore::As as) {
  uid_t self = geteuid();
  if (as == ServedStore::As::stranger) checked(seteuid(nobody), "cannot become a stranger");
  auto pair = make_socket_pair(SOCK_STREAM);
  checked(seteuid(self), "cannot be oneself again");
  return pair;
}

// Go on in a process whose parent is this one, which waits for it.
void become_child() {
  pid_t child = checked(fork(), "cannot start the server");
  if (child == 0) return;
  waitpid(child, nullptr, 0);
  _exit(0);
}

}  // namespace

ServedStore::ServedStore(As as, const std::string& root, const server::EngineSettings& settings,
                         By by) {
  layout_.root = root.empty() ? folder_.path() : root;
  auto [ours, theirs] = socket_pair(as);
  server_ = checked(fork(), "cannot start the server");
  if (server_ == 0) {
    ours.close();
    if (by == By::another) become_child();
    try {
      server::serve_session(std::move(theirs), layout_, settings);
      _exit(0);
    } catch (const Error& error) {
      write_fully(STDERR_FILENO, error.message() + "\n", "standard error");
      _exit(1);
    }
  }
  socket_ = std::move(ours);
}

ServedStore::~ServedStore() {
  socket_.close();
  engine_.reset();
  waitpid(server_, nullptr, 0);
}

bool ServedStore::can_be_stranger() {
  return geteuid() == 0;
}

Engine& ServedStore::engine() {
  if (!engine_) {
    engine_ = std::make_unique<Engine>(
        std::make_unique<Connection>(take_socket(), layout_.store, recorder_));
  }
  return *engine_;
}

}  // namespace cairn::test
