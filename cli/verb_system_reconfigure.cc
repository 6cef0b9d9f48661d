// SPDX-License-Identifier: GPL-3.0-or-later
// cairn system reconfigure: let the machine be what a file declares, now.
#include "cli/machine_change.hh"
#include "cli/system_builder.hh"
#include "cli/terminal.hh"
#include "cli/verb.hh"

namespace cairn {

namespace {

struct ReconfigureWishes {
  SystemWishes system;
  bool dry_run = false;
};

Options reconfigure_options(ReconfigureWishes& wishes) {
  Options options = {{"-n,--dry-run", "", "tell what would be done", &wishes.dry_run}};
  for (const Option& option : system_options(wishes.system)) options.push_back(option);
  return options;
}

Exit reconfigure_machine(const ReconfigureWishes& wishes, const PlaceWishes& place_wishes) {
  SystemBuilder builder(wishes.system, place_wishes);
  MachinePlace where(builder.place());
  std::optional<StorePath> item = builder.build();
  builder.finish();
  if (!item) return builder.status();
  FileLock alone = where.change();
  tell_declared_changes(where, *item);
  if (wishes.dry_run) {
    tell_plan(where, *item);
    return Exit::done;
  }
  Exit exit = go_to_system(where, *item);
  if (exit == Exit::done) where.show(builder.engine(), *item);
  return exit;
}

}  // namespace

extern const Verb system_reconfigure_verb;
const Verb system_reconfigure_verb{
    "system reconfigure", "let the machine be what a file declares",
    "Services whose definition changed are restarted, and no others. When a vital one does not "
    "come\n"
    "up in its time, all is taken back. A machine that does not run is so when it is started next.",
    [] { return call_of(reconfigure_options, reconfigure_machine); }};

}  // namespace cairn
