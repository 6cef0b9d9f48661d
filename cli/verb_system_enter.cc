// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system enter: a shell, or a command, as root of the machine that runs.
#include "cli/beside.hh"
#include "cli/enter_store.hh"
#include "cli/machine_place.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"
#include "core/base/child.hh"
#include "core/machine/start_up.hh"

#include <cstdlib>
#include <unistd.h>

namespace cairn {

namespace {

struct SystemEnterWishes {
  bool network = false;
  std::vector<std::string> command;
};

Options system_enter_options(SystemEnterWishes& wishes) {
  return {{"--network", "", "run a command of this machine, in the network of the other one",
           &wishes.network},
          {"[COMMAND...]", "", "", &wishes.command}};
}

constexpr const char* programs = "/run/current-system/profile/bin";

// What a person who logs in would have.
void set_variables() {
  clearenv();
  setenv("PATH", machine::login_path, 1);
  setenv("HOME", "/root", 1);
  setenv("USER", "root", 1);
}

// The status of COMMAND, which has our terminal.
int status_of_command(std::vector<std::string> command) {
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    try {
      become_program(std::move(command));
    } catch (const Error& error) {
      report(error);
      _exit(static_cast<int>(error.status()));
    }
  }
  return status_of(child);
}

std::string run_command(std::vector<std::string> command, const std::string& terminal) {
  set_variables();
  if (!terminal.empty()) setenv("TERM", terminal.c_str(), 1);
  checked(chdir("/root"), "cannot enter /root");
  if (command.empty()) command = {std::string(programs) + "/bash", "-l"};
  return std::to_string(status_of_command(std::move(command)));
}

Exit enter_machine(const SystemEnterWishes& wishes, const PlaceWishes& place) {
  auto init = MachinePlace(place_of(place)).init();
  if (!init) throw Error("the machine does not run").with_hint("cairn system container FILE");
  if (wishes.network) {
    machine::enter_network(*init);
    become_program(wishes.command.empty() ? std::vector{own_shell()} : wishes.command);
  }
  const char* terminal = std::getenv("TERM");
  std::string kind = terminal ? terminal : "";
  std::string status =
      machine::run_inside(*init, [&] { return run_command(wishes.command, kind); });
  return static_cast<Exit>(std::stoi(status));
}

}  // namespace

extern const Verb system_enter_verb;
const Verb system_enter_verb{
    "system enter", "run a shell or a command as root of the machine that runs",
    "Ends with the status of the command.",
    [] { return call_of(system_enter_options, enter_machine); }, Reading::options_first};

}  // namespace cairn
