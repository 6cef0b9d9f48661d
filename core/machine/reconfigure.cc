// SPDX-License-Identifier: GPL-3.0-or-later
// Activation and services together, forwards and, if need be, back.
#include "core/machine/reconfigure.hh"

#include "core/base/error.hh"
#include "core/machine/activate.hh"

namespace cairn::machine {

namespace {

Reconfigured go_to(int root, const std::string& item, const MachineActions& actions) {
  SystemDeclaration system = activate(root, item);
  LiveServices live(root, system.init.folder);
  Reconfigured done{.changes = changes_between(live.running(), system), .missing = {}};
  done.missing = apply_changes(done.changes, system, live, actions.run, actions.wake);
  return done;
}

}  // namespace

std::string to_text(const ServiceChanges& changes) {
  std::string text;
  for (const std::string& name : changes.stop) text += fmt::format("stop {}\n", name);
  for (const std::string& name : changes.restart) text += fmt::format("restart {}\n", name);
  for (const std::string& name : changes.start) text += fmt::format("start {}\n", name);
  return text;
}

std::string plan_text(int root, const std::string& item) {
  SystemDeclaration system = declaration_of(root, item);
  return to_text(changes_between(LiveServices(root, system.init.folder).running(), system));
}

Reconfigured reconfigure(int root, const std::string& item, const MachineActions& actions) {
  std::string before = current_system(root);
  Reconfigured done = go_to(root, item, actions);
  if (!done.missing.empty() && !before.empty()) go_to(root, before, actions);
  return done;
}

}  // namespace cairn::machine
