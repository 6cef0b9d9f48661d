// SPDX-License-Identifier: GPL-3.0-or-later
// Where secrets get to, and where not.
#include "core/machine/secrets.hh"

#include "core/base/error.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>
#include <sys/stat.h>

namespace cairn::machine {

using test::accounts_for;
using test::MachineFolder;
using test::small_system;

namespace {

SystemDeclaration system_with_key() {
  SystemDeclaration system = small_system();
  system.secrets = {{"key", "/etc/keys/key", {"root", "root", 0400}}};
  return system;
}

}  // namespace

TEST_CASE("a secret is placed in memory, and goes when nobody declares it", "[core/machine]") {
  MachineFolder machine;
  machine.write("/etc/keys/key", "hidden", 0400);
  SystemDeclaration system = system_with_key();
  place_secrets(machine.root(), system, accounts_for(system));
  CHECK(machine.read("/run/secrets/key") == "hidden");
  CHECK((machine.status("/run/secrets/key").st_mode & 07777) == 0400);
  CHECK((machine.status("/run/secrets").st_mode & 07777) == 0751);
  machine.write("/etc/keys/key", "changed", 0400);
  place_secrets(machine.root(), system, accounts_for(system));
  CHECK(machine.read("/run/secrets/key") == "changed");
  system.secrets.clear();
  place_secrets(machine.root(), system, accounts_for(system));
  CHECK(!machine.has("/run/secrets/key"));
}

TEST_CASE("a secret belongs to whom it is for", "[core/machine]") {
  if (!test::can_give_files_away()) return;
  MachineFolder machine;
  machine.write("/etc/keys/key", "hidden", 0400);
  SystemDeclaration system = system_with_key();
  system.secrets[0].ownership = {"alice", "users", 0440};
  Accounts accounts = accounts_for(system);
  place_secrets(machine.root(), system, accounts);
  CHECK(machine.status("/run/secrets/key").st_uid == accounts.user("alice"));
  CHECK((machine.status("/run/secrets/key").st_mode & 07777) == 0440);
}

TEST_CASE("a source that others can change, or that is a link, is refused", "[core/machine]") {
  MachineFolder machine;
  SystemDeclaration system = system_with_key();
  machine.write("/etc/keys/key", "hidden", 0400);
  CHECK(chmod((machine.path() + "/etc/keys/key").c_str(), 0622) == 0);
  CHECK_THROWS_WITH(place_secrets(machine.root(), system, accounts_for(system)),
                    "cannot place the secret 'key': others than root can change /etc/keys/key");
  machine.write("/etc/keys/other", "hidden", 0400);
  machine.link("/etc/keys/link", "other");
  system.secrets[0].source = "/etc/keys/link";
  CHECK_THROWS_AS(place_secrets(machine.root(), system, accounts_for(system)), Error);
  system.secrets[0].source = "/etc/keys";
  CHECK_THROWS_WITH(place_secrets(machine.root(), system, accounts_for(system)),
                    "cannot place the secret 'key': /etc/keys is no file");
  CHECK(!machine.has("/run/secrets/key"));
}

TEST_CASE("a machine whose /run is on a disk gets no secrets", "[core/machine]") {
  TemporaryDirectory disk;
  SystemDeclaration system = system_with_key();
  CHECK_THROWS_WITH(place_secrets(disk.fd(), system, accounts_for(system)),
                    "/run is on a disk, where a secret would stay");
}

}  // namespace cairn::machine
