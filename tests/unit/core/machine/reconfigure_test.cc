// SPDX-License-Identifier: GPL-3.0-or-later
// From one system to another while it runs, and back when that fails.
#include "core/machine/reconfigure.hh"

#include "core/machine/activate.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

using test::MachineFolder;
using test::write_system;

namespace {

// As runsv(8) does, who would see the service's folder.
void tell_that_web_runs(MachineFolder& machine) {
  machine.write("/run/service/web/supervise/stat", "run\n");
  machine.write("/run/service/web/supervise/pid", "17\n");
}

}  // namespace

TEST_CASE("a running machine goes to another system", "[core/machine]") {
  MachineFolder machine;
  std::string one = write_system(machine, {.name = "one", .service = "/cairn/store/web-1"});
  std::string two = write_system(machine, {.name = "two", .service = "/cairn/store/web-2"});
  MachineActions actions{[](const std::vector<std::string>&) { return 0; },
                         [&] { tell_that_web_runs(machine); }};
  CHECK(plan_text(machine.root(), one) == "start web\n");
  CHECK(reconfigure(machine.root(), one, actions).changes.start == std::vector<std::string>{"web"});
  CHECK(plan_text(machine.root(), two) == "restart web\n");
  Reconfigured done = reconfigure(machine.root(), two, actions);
  CHECK(to_text(done.changes) == "restart web\n");
  CHECK(done.missing.empty());
  CHECK(current_system(machine.root()) == two);
  CHECK(plan_text(machine.root(), two).empty());
}

TEST_CASE("a system whose vital service does not come up is taken back", "[core/machine]") {
  MachineFolder machine;
  std::string one = write_system(machine, {.name = "one", .service = "/cairn/store/web-1"});
  std::string bad = write_system(machine, {.name = "bad", .service = "/cairn/store/web-bad"});
  auto is_bad = [&] {
    return machine.target("/run/service/web/run") == "/cairn/store/web-bad/run";
  };
  MachineActions actions{[&](const std::vector<std::string>& command) {
                           return command[3] == "check" && is_bad() ? 1 : 0;
                         },
                         [&] { tell_that_web_runs(machine); }};
  reconfigure(machine.root(), one, actions);
  Reconfigured done = reconfigure(machine.root(), bad, actions);
  CHECK(done.missing == std::vector<std::string>{"web"});
  CHECK(current_system(machine.root()) == one);
  CHECK(machine.target("/run/service/web/run") == "/cairn/store/web-1/run");
  CHECK(machine.target("/etc/static") == "/cairn/store/one-etc");
}

}  // namespace cairn::machine
