// SPDX-License-Identifier: GPL-3.0-or-later
// What is done inside of the machine, from outside.
#include "cli/machine_change.hh"

#include "cli/terminal.hh"
#include "core/base/files.hh"
#include "core/machine/activate.hh"
#include "core/machine/reconfigure.hh"

#include <fmt/ranges.h>
#include <signal.h>
#include <sstream>

namespace cairn {

namespace {

// Inside of a container: its init looks at the folder of services when it gets a signal.
void wake_init() {
  kill(1, SIGINT);
}

// A line for each change, then, behind an empty one, the names of vital services that are missing.
std::string reconfigured_text(const std::string& item) {
  Fd root = open_directory("/");
  machine::Reconfigured done =
      machine::reconfigure(root.get(), item, {machine::run_program, wake_init});
  return machine::to_text(done.changes) + fmt::format("\n{}", fmt::join(done.missing, ", "));
}

void note_lines(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line) && !line.empty();) note(line);
}

}  // namespace

void tell_declared_changes(const MachinePlace& where, const StorePath& item) {
  Fd root = where.store_root();
  auto current = where.generations().current_generation();
  machine::WholeDeclaration before;
  try {
    before = machine::whole_declaration_of(root.get(), current ? where.seen(current->item) : "");
  } catch (const Error& error) {
    note(fmt::format("what differs cannot be told: {}", error.message()));
    return;
  }
  auto after = machine::whole_declaration_of(root.get(), where.seen(item));
  for (const std::string& line : machine::declared_changes(before, after)) note(line);
}

void tell_plan(const MachinePlace& where, const StorePath& item) {
  auto init = where.init();
  if (!init) {
    note("the machine does not run: nothing would be restarted");
    return;
  }
  std::string path = where.seen(item);
  std::string plan = machine::run_inside(
      *init, [&path] { return machine::plan_text(open_directory("/").get(), path); });
  note_lines(plan.empty() ? "no service would be restarted" : plan);
}

Exit go_to_system(const MachinePlace& where, const StorePath& item) {
  auto init = where.init();
  if (!init) return Exit::done;
  std::string path = where.seen(item);
  std::string text = machine::run_inside(*init, [&path] { return reconfigured_text(path); });
  std::size_t end = text.rfind('\n');
  note_lines(text.substr(0, end));
  std::string missing = text.substr(end + 1);
  if (missing.empty()) return Exit::done;
  report(Error("{} did not come up in time; the system is what it was before", missing)
             .with_hint(fmt::format("cat {}/{}/current", where.logs(),
                                    missing.substr(0, missing.find(',')))));
  return Exit::failed;
}

}  // namespace cairn
