// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of running services.
#include "core/machine/live_services.hh"

#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>
#include <ctime>

namespace cairn::machine {

using test::MachineFolder;

TEST_CASE("a service appears with links to its definition, and changes with it", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/one/run", "", 0555);
  machine.write("/cairn/store/one/check", "", 0555);
  machine.write("/cairn/store/one/log/run", "", 0555);
  machine.write("/cairn/store/two/run", "", 0555);
  LiveServices live(machine.root(), "/run/service");
  live.add({.name = "web", .definition = "/cairn/store/one"});
  CHECK(machine.target("/run/service/web/run") == "/cairn/store/one/run");
  CHECK(machine.target("/run/service/web/check") == "/cairn/store/one/check");
  CHECK(machine.target("/run/service/web/log/run") == "/cairn/store/one/log/run");
  CHECK(live.running() == RunningServices{{"web", "/cairn/store/one"}});
  live.change({.name = "web", .definition = "/cairn/store/two"});
  CHECK(machine.target("/run/service/web/run") == "/cairn/store/two/run");
  CHECK(!machine.has("/run/service/web/check"));
  CHECK(live.running() == RunningServices{{"web", "/cairn/store/two"}});
  CHECK(live.retire("web") == "/run/service-ended/web");
  CHECK(live.running().empty());
  CHECK(machine.has("/run/service-ended/web/run"));
  live.forget_retired();
  CHECK_FALSE(machine.has("/run/service-ended"));
}

TEST_CASE("each change of the folder can be seen by its time, which is over", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/one/run", "", 0555);
  LiveServices live(machine.root(), "/run/service");
  time_t last = machine.status("/run/service").st_mtime;
  for (const char* name : {"a", "b", "c"}) {
    live.add({.name = name, .definition = "/cairn/store/one"});
    live.settle();
    time_t now = machine.status("/run/service").st_mtime;
    CHECK(now != last);
    CHECK(now < time(nullptr));
    last = now;
  }
}

}  // namespace cairn::machine
