// SPDX-License-Identifier: GPL-3.0-or-later
// Which services a new system starts, restarts and stops.
#include "core/machine/service_changes.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

namespace {

Service service(const std::string& name, const std::string& definition,
                std::vector<std::string> requirement = {}) {
  return {.name = name, .definition = definition, .requirement = std::move(requirement)};
}

SystemDeclaration system_of(std::vector<Service> services) {
  SystemDeclaration system;
  system.services = std::move(services);
  return system;
}

}  // namespace

TEST_CASE("exactly the services whose definition changed are restarted", "[core/machine]") {
  SystemDeclaration system = system_of({service("web", "w1", {"db"}), service("db", "d2"),
                                        service("log", "l1"), service("new", "n1", {"web"})});
  RunningServices running{{"web", "w1"}, {"db", "d1"}, {"log", "l1"}, {"old", "o1"}};
  ServiceChanges changes = changes_between(running, system);
  CHECK(changes == ServiceChanges{.stop = {"old"}, .restart = {"db"}, .start = {"new"}});
  CHECK(changes_between({{"web", "w1"}, {"db", "d2"}, {"log", "l1"}, {"new", "n1"}}, system) ==
        ServiceChanges{});
}

TEST_CASE("what others require comes first", "[core/machine]") {
  SystemDeclaration system =
      system_of({service("a", "1", {"b", "c"}), service("b", "1", {"c"}), service("c", "1")});
  CHECK(changes_between({}, system).start == std::vector<std::string>{"c", "b", "a"});
}

TEST_CASE("services that require each other in a circle are refused", "[core/machine]") {
  SystemDeclaration system = system_of({service("a", "1", {"b"}), service("b", "1", {"a"})});
  CHECK_THROWS_WITH(required_first(system), "the service 'a' requires itself by way of others");
  CHECK_THROWS_WITH(required_first(system_of({service("a", "1", {"x"})})),
                    "a service requires 'x', which is not there");
}

}  // namespace cairn::machine
