// SPDX-License-Identifier: GPL-3.0-or-later
// The processes of a container: its keeper, which is ours, and process 1 inside.
#include "core/machine/container.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/uninterrupted.hh"
#include "core/machine/id_range.hh"
#include "core/machine/start_up.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/new_root.hh"

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cairn::machine {

namespace {

constexpr int namespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
constexpr int all_namespaces = namespaces | CLONE_NEWNET;
constexpr char ready = '+';   // a step is done
constexpr char failed = '-';  // what follows is why not

// What the processes say to each other: a letter and a text, the whole of it in one message.
void say(const Fd& socket, char letter, const std::string& text = "") {
  std::string message = letter + text;
  auto send_it = [&] { return send(socket.get(), message.data(), message.size(), MSG_NOSIGNAL); };
  checked(uninterrupted(send_it), "cannot answer");
}

// The text of the next message. Throws what the other one failed with.
std::string hear(const Fd& socket) {
  std::string message(64 << 10, '\0');
  auto receive = [&] { return recv(socket.get(), message.data(), message.size(), 0); };
  ssize_t count = checked(uninterrupted(receive), "cannot hear");
  message.resize(static_cast<std::size_t>(count));
  if (message.empty()) throw Error("the container ended before it was ready");
  if (message.front() == failed) throw Error(message.substr(1));
  return message.substr(1);
}

void become_root_inside() {
  checked(setresgid(0, 0, 0), "cannot become root inside");
  checked(setgroups(0, nullptr), "cannot leave our groups");
  checked(setresuid(0, 0, 0), "cannot become root inside");
}

void follow_parent() {
  checked(prctl(PR_SET_PDEATHSIG, SIGKILL), "cannot follow our parent");
}

// Prepare all that must be there before init starts.
SystemDeclaration prepared(const Container& container) {
  follow_parent();
  sandbox::enter_new_root(container.scratch, steps_for_container(container));
  return start_up(open_directory("/").get(), container.system);
}

void close_all_but(const Fd& socket) {
  unsigned kept = static_cast<unsigned>(socket.get());
  close_range(3, kept - 1, 0);
  close_range(kept + 1, ~0U, 0);
}

[[noreturn]] void become_init(const Container& container, const Fd& socket) {
  try {
    close_all_but(socket);
    SystemDeclaration system = prepared(container);
    setsid();
    say(socket, ready);
    become_watcher(system);
  } catch (const std::exception& error) {
    say(socket, failed, error.what());
    _exit(1);
  }
}

// What ends the command that we belong to ends the container in good order: that is its affair.
void ignore_endings() {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
}

void take_all_signals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become_keeper(const Container& container, const Fd& socket) {
  try {
    if (unshare(namespaces) < 0) throw sandbox::refused_namespace("make a container");
    say(socket, ready);
    hear(socket);  // our users are mapped
    become_root_inside();
    follow_parent();  // the kernel forgets it when one becomes another user
    sandbox::NetworkPool().enter();
    checked(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "cannot mount");
    // Init could not see who it is as this machine counts.
    pid_t init = checked(fork(), "cannot start a process");
    if (init == 0) become_init(container, socket);
    ignore_endings();
    say(socket, ready, std::to_string(init));
    reap(init);
    _exit(0);
  } catch (const std::exception& error) {
    say(socket, failed, error.what());
    _exit(1);
  }
}

void make_kept_folders(const Container& container) {
  for (const char* name : {"", "/etc", "/home", "/root", "/var"}) {
    std::string path = container.folder + name;
    make_directories(path);
    Fd folder = open_directory(path);
    if (geteuid() == 0) {
      checked(fchown(folder.get(), root_outside(), root_outside()), "cannot give away {}", path);
    }
  }
}

Fd descriptor_of(pid_t process) {
  return Fd(static_cast<int>(
      checked(syscall(SYS_pidfd_open, process, 0), "cannot open the process {}", process)));
}

}  // namespace

RunningContainer::RunningContainer(const Container& container) {
  make_kept_folders(container);
  make_directories(container.scratch);
  auto [ours, theirs] = make_socket_pair(SOCK_SEQPACKET);
  keeper_ = checked(fork(), "cannot start a process");
  if (keeper_ == 0) {
    ours.close();
    become_keeper(container, theirs);
  }
  theirs.close();
  try {
    hear(ours);
    map_users(keeper_);
    say(ours, ready);
    // Init and its keeper say one thing each, in whatever order.
    for (int i = 0; i < 2; ++i) {
      std::string number = hear(ours);
      if (!number.empty()) init_ = std::stoi(number);
    }
    end_ = descriptor_of(init_);
  } catch (...) {
    kill(keeper_, SIGKILL);
    reap(keeper_);
    throw;
  }
}

RunningContainer::~RunningContainer() {
  kill(init_, SIGKILL);
  reap(keeper_);
}

void enter_network(pid_t init) {
  Fd descriptor = descriptor_of(init);
  int which = geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWNET | CLONE_NEWUSER;
  checked(setns(descriptor.get(), which), "cannot enter the network of the container");
}

std::string run_inside(pid_t init, const std::function<std::string()>& work) {
  auto [ours, theirs] = make_socket_pair(SOCK_SEQPACKET);
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    try {
      Fd descriptor = descriptor_of(init);
      checked(setns(descriptor.get(), all_namespaces), "cannot enter the container");
      become_root_inside();
      // Only children are in the namespace of processes that was entered.
      pid_t worker = checked(fork(), "cannot start a process");
      if (worker == 0) {
        follow_parent();
        take_all_signals();
        say(theirs, ready, work());
        _exit(0);
      }
      reap(worker);
      _exit(0);
    } catch (const std::exception& error) {
      say(theirs, failed, error.what());
      _exit(1);
    }
  }
  theirs.close();
  AtEnd reap_child([child] { reap(child); });
  return hear(ours);
}

}  // namespace cairn::machine
