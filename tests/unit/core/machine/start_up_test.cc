// SPDX-License-Identifier: GPL-3.0-or-later
// What is there before the first service runs; that services do is told by end-to-end stories.
#include "core/machine/start_up.hh"

#include "core/base/error.hh"
#include "core/machine/activate.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

using test::MachineFolder;
using test::write_system;

TEST_CASE("a machine that starts has its services laid out, and none of before", "[core/machine]") {
  MachineFolder machine;
  std::string item = write_system(machine, {.name = "one", .service = "/cairn/store/web-1"});
  machine.write("/run/service/old/supervise/pid", "12");
  machine.write("/run/service/web/down", "");
  SystemDeclaration system = start_up(machine.root(), item);
  CHECK(system.services.size() == 1);
  CHECK(current_system(machine.root()) == item);
  CHECK(machine.target("/run/service/web/run") == "/cairn/store/web-1/run");
  CHECK_FALSE(machine.has("/run/service/web/down"));
  CHECK_FALSE(machine.has("/run/service/old"));
}

TEST_CASE("a watcher that is not there is told", "[core/machine]") {
  SystemDeclaration system;
  system.init = {.watch = "/nothing/runsvdir", .control = "/sv", .folder = "/"};
  CHECK_THROWS_WITH(become_watcher(system),
                    "cannot run /nothing/runsvdir: No such file or directory");
}

}  // namespace cairn::machine
