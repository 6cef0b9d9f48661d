// SPDX-License-Identifier: GPL-3.0-or-later
// T-05: privileged programs have the rights that are declared and no others.
#include "core/machine/privileged.hh"

#include "core/base/error.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

using test::accounts_for;
using test::MachineFolder;
using test::small_system;

TEST_CASE("T-05: a privileged program has exactly the declared rights", "[core/machine]") {
  if (!test::can_give_files_away()) return;
  struct Row {
    bool setuid, setgid;
    const char* user;
    mode_t mode;
  };
  auto row = GENERATE(Row{false, false, "root", 0511}, Row{true, false, "root", 04511},
                      Row{false, true, "root", 02511}, Row{true, true, "root", 06511},
                      Row{true, false, "alice", 04511});
  MachineFolder machine;
  machine.write("/cairn/store/sudo/bin/sudo", "the program", 0555);
  SystemDeclaration system = small_system();
  system.privileged = {{"/cairn/store/sudo/bin/sudo", row.setuid, row.setgid, row.user, "users"}};
  Accounts accounts = accounts_for(system);
  make_privileged_programs(machine.root(), system, accounts);
  struct stat status = machine.status("/run/privileged/bin/sudo");
  CHECK((status.st_mode & 07777) == row.mode);
  CHECK(status.st_uid == accounts.user(row.user));
  CHECK(status.st_gid == accounts.group_of("users"));
  CHECK(machine.read("/run/privileged/bin/sudo") == "the program");
  CHECK((machine.status("/cairn/store/sudo/bin/sudo").st_mode & 07777) == 0555);
  CHECK((machine.status("/run/privileged/bin").st_mode & 07777) == 0755);
}

TEST_CASE("the privileged programs of before are gone at once", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/a/bin/old", "old", 0555);
  machine.write("/cairn/store/b/bin/new", "new", 0555);
  SystemDeclaration system = small_system();
  Accounts accounts = accounts_for(system);
  system.privileged = {{"/cairn/store/a/bin/old", false, false, "root", "root"}};
  make_privileged_programs(machine.root(), system, accounts);
  system.privileged = {{"/cairn/store/b/bin/new", false, false, "root", "root"}};
  make_privileged_programs(machine.root(), system, accounts);
  CHECK(!machine.has("/run/privileged/bin/old"));
  CHECK(machine.read("/run/privileged/bin/new") == "new");
  CHECK(!machine.has("/run/.privileged-next"));
}

TEST_CASE("a privileged program that is not there leaves those of before", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/a/bin/old", "old", 0555);
  SystemDeclaration system = small_system();
  Accounts accounts = accounts_for(system);
  system.privileged = {{"/cairn/store/a/bin/old", false, false, "root", "root"}};
  make_privileged_programs(machine.root(), system, accounts);
  system.privileged.push_back({"/cairn/store/b/bin/new", true, false, "root", "root"});
  CHECK_THROWS_WITH(make_privileged_programs(machine.root(), system, accounts),
                    Catch::StartsWith("cannot make the privileged program /cairn/store/b/bin/new"));
  CHECK(machine.read("/run/privileged/bin/old") == "old");
}

}  // namespace cairn::machine
