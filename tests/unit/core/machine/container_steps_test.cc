// SPDX-License-Identifier: GPL-3.0-or-later
// What the root of a container is made of.
#include "core/machine/container.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::machine {

using namespace sandbox;

TEST_CASE("a container has its own folders, and the store read-only", "[core/machine]") {
  Container container{.folder = "/state/machine",
                      .scratch = "/scratch",
                      .store_source = "/root/cairn/store",
                      .store_target = "/cairn/store",
                      .system = "/cairn/store/s",
                      .host_name = "home"};
  std::vector<Step> steps = steps_for_container(container);
  auto has = [&](const Step& step) { return std::ranges::count(steps, step) == 1; };
  CHECK(has(ShowPath{"/root/cairn/store", "/scratch/cairn/store", ShowPath::Access::read_only}));
  CHECK(has(MakeFolder{"/scratch/cairn"}));
  for (const char* folder : {"/etc", "/home", "/root", "/var"}) {
    CHECK(has(ShowBelow{std::string("/state/machine") + folder, "/scratch", folder}));
  }
  CHECK(has(MountFileSystem{"tmpfs", "/scratch/run", "mode=0755", SetId::works}));
  CHECK(steps[steps.size() - 3] == Step(SealFolder{"/scratch"}));
  CHECK(steps[steps.size() - 2] == Step(EnterRoot{"/scratch"}));
  CHECK(steps.back() == Step(SetHostName{"home"}));
}

}  // namespace cairn::machine
