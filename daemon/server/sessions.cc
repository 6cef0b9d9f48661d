// SPDX-License-Identifier: GPL-3.0-or-later
// Forking for each client, and waiting.
#include "daemon/server/sessions.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"
#include "daemon/server/admission.hh"
#include "daemon/server/complain.hh"
#include "daemon/server/peer.hh"
#include "daemon/server/session.hh"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace cairn::server {

namespace {

constexpr int first_free = 3;  // behind standard input, output and error
constexpr auto patience = std::chrono::seconds(5);
constexpr auto between_looks = std::chrono::milliseconds(20);

// Keep nothing of the parent: not its lock, its socket, its signals, nor its life.
Fd only(Fd client, pid_t parent) {
  prctl(PR_SET_NAME, "cairn-session");
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(0);
  if (client.get() != first_free) {
    checked(dup3(client.get(), first_free, O_CLOEXEC), "cannot keep the client's socket");
  }
  static_cast<void>(client.release());
  close_range(first_free + 1, ~0U, 0);
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  signal(SIGXFSZ, SIG_IGN);  // as the daemon
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  return Fd(first_free);
}

int serve_alone(Fd client, pid_t parent, const std::function<void(Fd)>& serve) {
  try {
    serve(only(std::move(client), parent));
    return 0;
  } catch (const std::exception& error) {
    complain(fmt::format("session {}: {}", getpid(), error.what()));
    return 1;
  }
}

}  // namespace

std::size_t Sessions::count_of(uid_t user) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(users_, [&](const auto& entry) { return entry.second == user; }));
}

void Sessions::start(Fd client) {
  uid_t user = credentials_of(client.get()).uid;
  bool is_ours = user == 0 || user == geteuid();
  Admission admitted = admission(is_ours, {count(), count_of(user)});
  if (admitted == Admission::close) return;
  auto serve = [&](Fd socket) {
    if (admitted == Admission::serve) return serve_session(std::move(socket), layout_, settings_);
    refuse_session(std::move(socket), layout_,
                   Error("user {} has {} sessions here already", user, user_limit)
                       .with_hint("end some of them"));
  };
  pid_t parent = getpid();
  pid_t process = fork();
  if (process == 0) _exit(serve_alone(std::move(client), parent, serve));
  if (process > 0) {
    users_.emplace(process, user);
  } else {
    // One client too many is no reason to end the others.
    complain(errno_error("cannot start a session").message());
  }
}

void Sessions::reap() {
  std::erase_if(users_, [this](const auto& entry) {
    int status = 0;
    pid_t ended = waitpid(entry.first, &status, WNOHANG);
    bool is_sudden = ended > 0 && WIFSIGNALED(status) && !is_ending_;
    if (is_sudden) complain(fmt::format("session {}: {}", ended, strsignal(WTERMSIG(status))));
    return ended != 0;
  });
}

Sessions::~Sessions() {
  is_ending_ = true;
  for (const auto& [process, user] : users_) kill(process, SIGTERM);
  for (auto end = std::chrono::steady_clock::now() + patience;
       !users_.empty() && std::chrono::steady_clock::now() < end;) {
    reap();
    if (!users_.empty()) std::this_thread::sleep_for(between_looks);
  }
  for (const auto& [process, user] : users_) kill(process, SIGKILL);
  for (const auto& [process, user] : users_) cairn::reap(process);
}

}  // namespace cairn::server
