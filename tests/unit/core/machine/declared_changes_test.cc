// SPDX-License-Identifier: GPL-3.0-or-later
// What is told before a machine changes.
#include "core/machine/declared_changes.hh"

#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

namespace {

using Lines = std::vector<std::string>;

WholeDeclaration whole() {
  WholeDeclaration whole{test::small_system(), {{"motd", "a"}, {"ssh/config", "b"}}};
  whole.system.profile = "/cairn/store/one";
  whole.system.privileged = {{.program = "/cairn/store/one/bin/id", .setuid = true}};
  return whole;
}

}  // namespace

TEST_CASE("a declaration that stays the same changes nothing", "[core/machine]") {
  CHECK(declared_changes(whole(), whole()).empty());
}

TEST_CASE("each change of a declaration is told", "[core/machine]") {
  WholeDeclaration after = whole();
  after.system.host_name = "house";
  after.system.users[1].name = "bob";
  after.system.groups[1].gid = 77;
  after.system.folders = {{.path = "/var/lib/x"}};
  after.system.privileged[0].setgid = true;
  after.system.secrets = {{.name = "key", .source = "/root/key"}};
  after.system.profile = "/cairn/store/two";
  after.etc = {{"motd", "c"}, {"hosts", "d"}};
  CHECK(declared_changes(whole(), after) ==
        Lines{"change the host name from home to house", "remove user alice", "add user bob",
              "change group users", "add folder /var/lib/x", "change privileged program id",
              "add secret key", "change the programs of all users", "remove /etc/ssh/config",
              "add /etc/hosts", "change /etc/motd"});
}

TEST_CASE("on a machine that was nothing before all is added", "[core/machine]") {
  Lines lines = declared_changes({}, whole());
  CHECK(lines.at(0) == "set the host name to home");
  CHECK(lines.back() == "add /etc/ssh/config");
}

}  // namespace cairn::machine
