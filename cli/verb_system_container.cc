// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system container: run a system in namespaces of its own until told to end.
#include "cli/machine_place.hh"
#include "cli/system_builder.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"
#include "core/base/files.hh"
#include "core/machine/activate.hh"
#include "core/machine/service_control.hh"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace cairn {

namespace {

constexpr int ending[] = {SIGINT, SIGTERM, SIGHUP};

// Signals that end us, as a descriptor.
Fd ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int number : ending) sigaddset(&set, number);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return Fd(checked(signalfd(-1, &set, SFD_CLOEXEC), "cannot wait for signals"));
}

std::string stop_services() {
  Fd root = open_directory("/");
  auto system = machine::declaration_of(root.get(), machine::current_system(root.get()));
  machine::LiveServices live(root.get(), system.init.folder);
  machine::stop_all(system, live, machine::run_program);
  return "";
}

// The right to run the machine, as long as it runs.
FileLock right_to_run(const MachinePlace& where) {
  auto right = where.try_running();
  if (!right) {
    throw Error("the machine runs already").with_hint("cairn system reconfigure FILE");
  }
  where.tell_init(0);
  return std::move(*right);
}

Exit run_until_told(const MachinePlace& where, const StorePath& item,
                    const std::string& host_name) {
  machine::RunningContainer container(where.container_of(item, host_name));
  where.tell_init(container.init());
  note(fmt::format("{} runs; its process 1 is {}", host_name, container.init()));
  Fd signals = ending_signals();
  pollfd watched[] = {{signals.get(), POLLIN, 0}, {container.end(), POLLIN, 0}};
  while (poll(watched, 2, -1) < 0 && errno == EINTR) continue;
  if (watched[1].revents != 0) throw Error("the init of {} ended", host_name);
  machine::run_inside(container.init(), stop_services);
  note(fmt::format("{} has ended", host_name));
  return Exit::done;
}

Exit run_container(const SystemWishes& wishes, const PlaceWishes& place_wishes) {
  Place place = place_of(place_wishes);
  MachinePlace where(place);
  std::optional<StorePath> item;
  std::optional<FileLock> right;
  {
    SystemBuilder builder(wishes, place_wishes);
    item = builder.build();
    builder.finish();
    if (!item) return builder.status();
    right = right_to_run(where);
    FileLock alone = where.change();
    where.show(builder.engine(), *item);
  }
  Fd root = where.store_root();
  std::string host_name = machine::declaration_of(root.get(), where.seen(*item)).host_name;
  return run_until_told(where, *item, host_name);
}

}  // namespace

extern const Verb system_container_verb;
const Verb system_container_verb{
    "system container", "run the system that a file declares in a container",
    "Its processes, its network, its users and its files are its own. It runs until this command\n"
    "is told to end. What it keeps in /etc, /home, /root and /var is there the next time.",
    [] { return call_of(system_options, run_container); }};

}  // namespace cairn
