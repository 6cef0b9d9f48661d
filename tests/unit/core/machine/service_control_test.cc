// SPDX-License-Identifier: GPL-3.0-or-later
// What is said to sv, in which order.
#include "core/machine/service_control.hh"

#include "core/base/error.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>
#include <fmt/ranges.h>

namespace cairn::machine {

using test::MachineFolder;

TEST_CASE("services are stopped, restarted and started by name", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/one/run", "", 0555);
  machine.write("/cairn/store/two/run", "", 0555);
  LiveServices live(machine.root(), "/run/service");
  live.add({.name = "old", .definition = "/cairn/store/one"});
  live.add({.name = "db", .definition = "/cairn/store/one"});
  SystemDeclaration system;
  system.init = {"/runsvdir", "/sv", "/run/service"};
  system.services = {
      {.name = "db", .definition = "/cairn/store/two", .patience = 7, .is_vital = true},
      {.name = "web",
       .definition = "/cairn/store/one",
       .requirement = {"db"},
       .patience = 1,
       .is_vital = true}};
  machine.write("/run/service/db/supervise/stat", "run\n");
  machine.write("/run/service/db/supervise/pid", "17\n");
  std::vector<std::string> said;
  auto run = [&](const std::vector<std::string>& command) {
    std::string line = fmt::format("{}", fmt::join(command, " "));
    if (said.empty() || said.back() != line) said.push_back(line);
    return command.back() == "/run/service/web" ? 1 : 0;
  };
  auto missing = apply_changes(changes_between(live.running(), system), system, live, run, [&] {
    said.push_back("wake");
    machine.write("/run/service/web/supervise/stat", "run\n");
    machine.write("/run/service/web/supervise/pid", "18\n");
  });
  CHECK(said == std::vector<std::string>{"/sv -w 30 force-stop /run/service/old",
                                         "/sv -v -w 5 exit /run/service-ended/old",
                                         "/sv -w 7 force-restart /run/service/db", "wake",
                                         "/sv -w 0 check /run/service/db",
                                         "/sv -w 0 check /run/service/web"});
  CHECK(missing == std::vector<std::string>{"web"});
  CHECK(live.running() == RunningServices{{"db", "/cairn/store/two"}, {"web", "/cairn/store/one"}});
}

TEST_CASE("a vital service whose processes end at once is missed, whatever sv says",
          "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/one/run", "", 0555);
  LiveServices live(machine.root(), "/run/service");
  SystemDeclaration system;
  system.init = {"/runsvdir", "/sv", "/run/service"};
  system.services = {
      {.name = "web", .definition = "/cairn/store/one", .patience = 1, .is_vital = true}};
  std::string state = GENERATE("down", "run");
  int process = 1;
  auto tell = [&] {
    machine.write("/run/service/web/supervise/stat", state + "\n");
    machine.write("/run/service/web/supervise/pid", std::to_string(process++) + "\n");
  };
  auto run = [&](const std::vector<std::string>&) {
    tell();  // another process each time that somebody looks
    return 0;
  };
  auto missing = apply_changes(changes_between({}, system), system, live, run, tell);
  CHECK(missing == std::vector<std::string>{"web"});
}

TEST_CASE("services are ended before those that they require", "[core/machine]") {
  MachineFolder machine;
  machine.write("/d/run", "", 0555);
  LiveServices live(machine.root(), "/run/service");
  SystemDeclaration system;
  system.init = {"/runsvdir", "/sv", "/run/service"};
  system.services = {{.name = "db", .definition = "/d"},
                     {.name = "web", .definition = "/d", .requirement = {"db"}, .patience = 40},
                     {.name = "mail", .definition = "/d", .requirement = {"db"}},
                     {.name = "off", .definition = "/d"}};
  for (int i = 0; i < 3; ++i) live.add(system.services[i]);
  std::vector<std::string> said;
  stop_all(system, live, [&](const std::vector<std::string>& command) {
    said.push_back(fmt::format("{}", fmt::join(command, " ")));
    return 0;
  });
  CHECK(said ==
        std::vector<std::string>{"/sv -w 40 force-stop /run/service/mail /run/service/web",
                                 "/sv -v -w 5 exit /run/service-ended/mail /run/service-ended/web",
                                 "/sv -w 30 force-stop /run/service/db",
                                 "/sv -v -w 5 exit /run/service-ended/db"});
  CHECK(live.running().empty());
  CHECK_FALSE(machine.has("/run/service-ended"));
}

TEST_CASE("a program is run, and its status told", "[core/machine]") {
  CHECK(run_program({"/bin/sh", "-c", "exit 3"}) == 3);
  CHECK(run_program({"/bin/sh", "-c", "kill -9 $$"}) == 137);
  CHECK_THROWS_WITH(run_program({"/no/program"}),
                    "cannot run /no/program: No such file or directory");
}

}  // namespace cairn::machine
