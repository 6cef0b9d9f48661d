// SPDX-License-Identifier: GPL-3.0-or-later
// A loop around poll.
#include "daemon/server/serve_clients.hh"

#include "core/base/error.hh"
#include "daemon/server/admission.hh"
#include "daemon/server/complain.hh"
#include "daemon/server/sessions.hh"

#include <array>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>

namespace cairn::server {

namespace {

// The signals that the loop hears of by a descriptor.
Fd watch_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&signals, number);
  checked(sigprocmask(SIG_BLOCK, &signals, nullptr), "cannot hold back signals");
  return Fd(checked(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "cannot watch signals"));
}

// What the signals ask for that came.
struct Wishes {
  bool end = false;
  bool read_settings = false;
};

Wishes read_wishes(int signals) {
  signalfd_siginfo info;
  Wishes wishes;
  while (read(signals, &info, sizeof info) == sizeof info) {
    wishes.end |= info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT;
    wishes.read_settings |= info.ssi_signo == SIGHUP;
  }
  return wishes;
}

// The engine that runs has settings that can be used: it keeps them where the new ones cannot.
void read_settings_again(Sessions& sessions, const Layout& layout) {
  try {
    sessions.use(read_engine_settings(layout));
    complain("read the settings again");
  } catch (const Error& error) {
    complain(fmt::format("the settings stay as they were: {}", error.message()));
  }
}

}  // namespace

void serve_clients(Listener& listener, const Layout& layout, EngineSettings settings) {
  Fd signals = watch_signals();
  Sessions sessions(layout, std::move(settings));
  for (;;) {
    short clients = sessions.count() < sessions_limit ? POLLIN : 0;
    std::array<pollfd, 2> watched{{{signals.get(), POLLIN, 0}, {listener.fd(), clients, 0}}};
    if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) {
      throw errno_error("cannot wait for clients");
    }
    Wishes wishes = read_wishes(signals.get());
    if (wishes.end) return;
    if (wishes.read_settings) read_settings_again(sessions, layout);
    sessions.reap();
    if (clients == 0) continue;
    if (auto client = listener.accept()) sessions.start(std::move(*client));
  }
}

}  // namespace cairn::server
