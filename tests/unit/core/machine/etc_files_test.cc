// SPDX-License-Identifier: GPL-3.0-or-later
// /etc from one system to the next.
#include "core/machine/etc_files.hh"

#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

using test::MachineFolder;

TEST_CASE("/etc shows the system's files beside the machine's own", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/one/motd", "Hello!");
  machine.write("/cairn/store/one/ssh/sshd_config", "Port 22");
  machine.write("/etc/machine-id", "1");
  machine.write("/etc/ssh/host_key", "key");
  show_etc(machine.root(), "/cairn/store/one");
  CHECK(machine.target("/etc/static") == "/cairn/store/one");
  CHECK(machine.target("/etc/motd") == "/etc/static/motd");
  CHECK(machine.target("/etc/ssh/sshd_config") == "/etc/static/ssh/sshd_config");
  CHECK(machine.read("/etc/machine-id") == "1");
  CHECK(machine.read("/etc/ssh/host_key") == "key");
}

TEST_CASE("links to files that the next system has not are gone", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/one/motd", "Hello!");
  machine.write("/cairn/store/one/ssh/sshd_config", "Port 22");
  machine.write("/cairn/store/one/thing", "a file");
  machine.write("/cairn/store/two/hosts", "localhost");
  machine.write("/cairn/store/two/thing/inner", "now a folder");
  machine.link("/etc/mine", "/somewhere");
  show_etc(machine.root(), "/cairn/store/one");
  machine.write("/etc/ssh/host_key", "key");
  show_etc(machine.root(), "/cairn/store/two");
  CHECK(!machine.has("/etc/motd"));
  CHECK(!machine.has("/etc/ssh/sshd_config"));
  CHECK(machine.read("/etc/ssh/host_key") == "key");
  CHECK(machine.target("/etc/mine") == "/somewhere");
  CHECK(machine.target("/etc/thing/inner") == "/etc/static/thing/inner");
  show_etc(machine.root(), "/cairn/store/one");
  CHECK(machine.target("/etc/motd") == "/etc/static/motd");
}

TEST_CASE("a file of the machine that is in the way is kept", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/one/hosts", "declared");
  machine.write("/etc/hosts", "by hand");
  show_etc(machine.root(), "/cairn/store/one");
  CHECK(machine.target("/etc/hosts") == "/etc/static/hosts");
  CHECK(machine.read("/etc/hosts.before-cairn") == "by hand");
}

TEST_CASE("what /etc will be is told by paths", "[core/machine]") {
  MachineFolder machine;
  machine.link("/cairn/store/one/motd", "/cairn/store/motd");
  machine.write("/cairn/store/one/ssh/sshd_config", "Port 22");
  CHECK(etc_files_of(machine.root(), "/cairn/store/one") ==
        EtcFiles{{"motd", "/cairn/store/motd"},
                 {"ssh/sshd_config", "/cairn/store/one/ssh/sshd_config"}});
}

}  // namespace cairn::machine
