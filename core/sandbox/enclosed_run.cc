// SPDX-License-Identifier: GPL-3.0-or-later
// The three processes of an enclosure: who asked for it, process 1 inside, and the program.
#include "core/sandbox/enclosed_run.hh"

#include "core/base/files.hh"
#include "core/sandbox/filter.hh"
#include "core/sandbox/inside.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/new_root.hh"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn::sandbox {

namespace {

constexpr int passed_on[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};

// Lets the process take signals when it asks for them, and puts back what was.
class HeldSignals {
 public:
  HeldSignals() {
    sigemptyset(&held_);
    for (int number : passed_on) sigaddset(&held_, number);
    sigaddset(&held_, SIGCHLD);
    sigprocmask(SIG_BLOCK, &held_, &before_);
    // Who ignores it does not hear of children.
    signal(SIGCHLD, SIG_DFL);
  }
  HeldSignals(HeldSignals&&) = delete;
  ~HeldSignals() { release(); }

  void release() const { sigprocmask(SIG_SETMASK, &before_, nullptr); }

  // How PROGRAM, a child of this process, ends; REAPED is it, or -1 for all children.
  int end_of(pid_t program, pid_t reaped) const {
    for (;;) {
      int status = 0;
      for (pid_t child; (child = waitpid(reaped, &status, WNOHANG)) > 0;) {
        if (child == program) return status;
      }
      siginfo_t info{};
      int number = sigwaitinfo(&held_, &info);
      // What the terminal sends goes to the program as well as to us.
      bool is_for_us = number > 0 && number != SIGCHLD && info.si_code <= 0;
      if (is_for_us) kill(program, number);
    }
  }

 private:
  sigset_t held_;
  sigset_t before_;
};

SandboxEnd end_from(int status) {
  if (WIFSIGNALED(status)) return {SandboxEnd::Kind::signalled, WTERMSIG(status)};
  return {SandboxEnd::Kind::exited, WEXITSTATUS(status)};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

// Have no rights but those of the user, and no way to any.
void drop_rights() {
  // Process 1 is closed to itself, and so were we; the maps of the next namespace need it open.
  checked(prctl(PR_SET_DUMPABLE, 1), "cannot open our own /proc");
  enter_own_user_namespace();
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  checked(syscall(SYS_capset, &header, none), "cannot drop capabilities");
  install_filter(make_no_typing_filter());
  install_filter(make_filter());
}

[[noreturn]] void become_enclosed(const Enclosure& enclosure) {
  checked(chdir(enclosure.working_directory.c_str()), "cannot enter {}",
          enclosure.working_directory);
  drop_rights();
  close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  std::vector<std::string> command = enclosure.command;
  std::vector<std::string> environment;
  for (const auto& [name, value] : enclosure.environment) environment.push_back(name + "=" + value);
  execve(command.front().c_str(), pointers(command).data(), pointers(environment).data());
  throw errno_error("cannot run {}", command.front());
}

// Whether who started us died before we said that we follow.
bool is_abandoned(const Fd& channel) {
  pollfd watched{channel.get(), 0, 0};
  return poll(&watched, 1, 0) > 0 && (watched.revents & POLLHUP);
}

void set_up(const Enclosure& enclosure, const Fd& channel) {
  checked(prctl(PR_SET_PDEATHSIG, SIGKILL), "cannot follow cairn");
  if (is_abandoned(channel)) _exit(0);
  // Our memory has the user's whole environment.
  checked(prctl(PR_SET_DUMPABLE, 0), "cannot close our own /proc");
  if (unshare(CLONE_NEWIPC | CLONE_NEWUTS) < 0) {
    throw refused_namespace("make the namespaces of a sandbox");
  }
  if (!enclosure.network) NetworkPool().enter();
  enter_new_root(enclosure.scratch, steps_for_enclosure(enclosure));
}

// Keep the streams and CHANNEL alone.
Fd close_others(Fd channel) {
  if (channel.get() != 3) {
    channel = Fd(checked(dup3(channel.get(), 3, O_CLOEXEC), "cannot keep the channel"));
  }
  close_range(4, ~0U, 0);
  return channel;
}

[[noreturn]] void run_first(const Enclosure& enclosure, Fd channel, const HeldSignals& signals) {
  std::string record;
  try {
    channel = close_others(std::move(channel));
    set_up(enclosure, channel);
    pid_t program = checked(fork(), "cannot start a process");
    if (program == 0) {
      signals.release();
      become_enclosed(enclosure);
    }
    record = record_of(end_from(signals.end_of(program, -1)));
  } catch (const Error& error) {
    // Also the program's process comes here, before it runs: its record is the first.
    record = record_of(error);
  }
  write_fully(channel.get(), record, "how the program ended");
  _exit(0);
}

}  // namespace

SandboxEnd run_enclosed(const Enclosure& enclosure) {
  enter_own_namespaces();
  // One is a way to mount the control groups that the user's other programs are in.
  forbid_control_group_namespaces();
  if (unshare(CLONE_NEWPID) < 0) throw refused_namespace("make a process namespace");
  auto [ours, theirs] = make_socket_pair(SOCK_STREAM);
  HeldSignals signals;
  pid_t first = checked(fork(), "cannot start a process");
  if (first == 0) {
    ours.close();
    run_first(enclosure, std::move(theirs), signals);
  }
  theirs.close();
  signals.end_of(first, first);
  std::string record(64 << 10, '\0');
  FdSource source(ours.get(), "how the program ended");
  record.resize(source.read(record));
  return parse_record(record);
}

}  // namespace cairn::sandbox
