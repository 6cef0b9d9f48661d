// SPDX-License-Identifier: GPL-3.0-or-later
// A loop around poll.
#include "daemon/server/serve_clients.hh"

#include "core/base/error.hh"
#include "daemon/server/sessions.hh"

#include <array>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>

namespace cairn::server {

namespace {

constexpr std::size_t sessions_limit = 500;  // who comes then waits until one ends

// The signals that the loop hears of by a descriptor.
Fd watch_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&signals, number);
  checked(sigprocmask(SIG_BLOCK, &signals, nullptr), "cannot hold back signals");
  return Fd(checked(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "cannot watch signals"));
}

// Whether one of the signals that came asks us to end.
bool is_asked_to_end(int signals) {
  signalfd_siginfo info;
  bool asked = false;
  while (read(signals, &info, sizeof info) == sizeof info) {
    asked = asked || info.ssi_signo != SIGCHLD;
  }
  return asked;
}

}  // namespace

void serve_clients(Listener& listener, const Layout& layout) {
  Fd signals = watch_signals();
  Sessions sessions(layout);
  for (;;) {
    short clients = sessions.count() < sessions_limit ? POLLIN : 0;
    std::array<pollfd, 2> watched{{{signals.get(), POLLIN, 0}, {listener.fd(), clients, 0}}};
    if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) {
      throw errno_error("cannot wait for clients");
    }
    if (is_asked_to_end(signals.get())) return;
    sessions.reap();
    if (clients == 0) continue;
    if (auto client = listener.accept()) sessions.start(std::move(*client));
  }
}

}  // namespace cairn::server
