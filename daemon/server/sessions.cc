// SPDX-License-Identifier: GPL-3.0-or-later
// Forking for each client, and waiting.
#include "daemon/server/sessions.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"
#include "daemon/server/complain.hh"
#include "daemon/server/session.hh"

#include <fcntl.h>
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
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  return Fd(first_free);
}

int serve_alone(Fd client, const Layout& layout, const EngineSettings& settings, pid_t parent) {
  try {
    serve_session(only(std::move(client), parent), layout, settings);
    return 0;
  } catch (const std::exception& error) {
    complain(fmt::format("session {}: {}", getpid(), error.what()));
    return 1;
  }
}

}  // namespace

void Sessions::start(Fd client) {
  pid_t parent = getpid();
  pid_t process = fork();
  if (process == 0) _exit(serve_alone(std::move(client), layout_, settings_, parent));
  if (process > 0) {
    processes_.insert(process);
  } else {
    // One client too many is no reason to end the others.
    complain(errno_error("cannot start a session").message());
  }
}

void Sessions::reap() {
  std::erase_if(processes_, [](pid_t process) { return waitpid(process, nullptr, WNOHANG) != 0; });
}

Sessions::~Sessions() {
  for (pid_t process : processes_) kill(process, SIGTERM);
  for (auto end = std::chrono::steady_clock::now() + patience;
       !processes_.empty() && std::chrono::steady_clock::now() < end;) {
    reap();
    if (!processes_.empty()) std::this_thread::sleep_for(between_looks);
  }
  for (pid_t process : processes_) kill(process, SIGKILL);
  for (pid_t process : processes_) cairn::reap(process);
}

}  // namespace cairn::server
