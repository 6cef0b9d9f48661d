// SPDX-License-Identifier: GPL-3.0-or-later
// Starting, waiting, and ending in good order.
#include "core/boot/boot.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/machine/below.hh"
#include "core/machine/service_control.hh"
#include "core/machine/start_up.hh"

#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::boot {

namespace {

using machine::SystemDeclaration;

sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int number : {SIGTERM, SIGINT, SIGPWR, SIGCHLD}) sigaddset(&set, number);
  return set;
}

// /run begins empty: in memory where we may see to that, else without what an earlier life left.
// What the engine mounted there stays.
void empty_run() {
  make_directories("/run");
  Fd root = open_directory("/");
  bool is_of_engine = machine::is_mounted(root.get(), "run");
  if (!is_of_engine && mount("tmpfs", "/run", "tmpfs", MS_NODEV, "mode=0755") == 0) return;
  Fd run = open_directory("/run");
  for (const std::string& name : list_directory(run.get())) {
    if (!machine::is_mounted(run.get(), name)) remove_tree_at(run.get(), name);
  }
}

pid_t start_watcher(const SystemDeclaration& system) {
  pid_t watcher = checked(fork(), "cannot start a process");
  if (watcher != 0) return watcher;
  try {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    setsid();
    machine::become_watcher(system);
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    _exit(127);
  }
}

// Bury all that have ended; returns whether PROCESS was among them.
bool has_ended(pid_t process) {
  bool found = false;
  for (pid_t ended; (ended = waitpid(-1, nullptr, WNOHANG)) > 0;) {
    found = found || ended == process;
  }
  return found;
}

}  // namespace

void run_machine(const std::string& item) {
  sigset_t signals = awaited_signals();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  checked(prctl(PR_SET_CHILD_SUBREAPER, 1), "cannot adopt processes");
  empty_run();
  Fd root = open_directory("/");
  SystemDeclaration system = machine::start_up(root.get(), item);
  pid_t watcher = start_watcher(system);
  for (;;) {
    int number = sigwaitinfo(&signals, nullptr);
    if (number == SIGCHLD) {
      if (has_ended(watcher)) throw Error("{} ended", system.init.watch);
    } else if (number > 0) {
      break;
    }
  }
  machine::LiveServices live(root.get(), system.init.folder);
  machine::stop_all(system, live, machine::run_program);
}

}  // namespace cairn::boot
