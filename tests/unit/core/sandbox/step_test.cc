// SPDX-License-Identifier: GPL-3.0-or-later
// What a sandbox is made of, decided without doing any of it.
#include "core/sandbox/step.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::sandbox {

namespace {
Spec small_spec() {
  Spec spec;
  spec.store_source = "/r/cairn/store";
  spec.store_target = "/cairn/store";
  spec.store_folder = "/s/store";
  spec.scratch = "/s";
  spec.mount_point = "/s/root";
  spec.items = {"a-item"};
  spec.binds = {{"/data", "/mnt/data", false}};
  return spec;
}

std::ptrdiff_t position_of(const std::vector<Step>& steps, const Step& wanted) {
  return std::find(steps.begin(), steps.end(), wanted) - steps.begin();
}
}  // namespace

TEST_CASE("the root is sealed after all is in it and before it is entered", "[core/sandbox]") {
  auto steps = steps_for(small_spec());
  auto item = position_of(steps, ShowPath{"/r/cairn/store/a-item", "./cairn/store/a-item"});
  auto seal = position_of(steps, SealFolder{"."});
  auto enter = position_of(steps, EnterRoot{"."});
  CHECK(item < seal);
  CHECK(seal < enter);
  CHECK(enter < std::ssize(steps));
}

TEST_CASE("outputs appear in a folder of the sandbox's own", "[core/sandbox]") {
  auto steps = steps_for(small_spec());
  CHECK(position_of(steps, ShowPath{"/s/store", "./cairn/store"}) < std::ssize(steps));
}

TEST_CASE("a bind is read-only unless it says otherwise", "[core/sandbox]") {
  Spec spec = small_spec();
  ShowPath shown{"/data", "./mnt/data", ShowPath::Access::read_only};
  CHECK(std::ranges::count(steps_for(spec), Step(shown)) == 1);
  spec.binds[0].writable = true;
  CHECK(std::ranges::count(steps_for(spec), Step(shown)) == 0);
}

TEST_CASE("the devices that all sandboxes share are sealed when all are there", "[core/sandbox]") {
  auto steps = steps_for_all("/s/root");
  CHECK(steps.back() == Step(SealFolder{"/s/root/dev"}));
  CHECK(position_of(steps, ShowPath{"/dev/null", "/s/root/dev/null"}) < std::ssize(steps));
  for (const Step& step : steps) {
    const auto* shown = std::get_if<ShowPath>(&step);
    if (shown) CHECK(shown->source.starts_with("/dev/"));
  }
}

TEST_CASE("shared memory and terminals are each sandbox's own", "[core/sandbox]") {
  auto steps = steps_for(small_spec());
  auto devices = position_of(steps, MoveMount{"/s/root/dev", "./dev"});
  auto memory = position_of(steps, MountFileSystem{"tmpfs", "./dev/shm", "mode=1777"});
  CHECK(devices < memory);
  CHECK(memory < position_of(steps, SealFolder{"."}));
}

TEST_CASE("nothing of the machine is shown but what the spec names", "[core/sandbox]") {
  for (const Step& step : steps_for(small_spec())) {
    const auto* shown = std::get_if<ShowPath>(&step);
    if (!shown) continue;
    INFO(shown->source);
    bool expected = shown->source.starts_with("/s/") || shown->source == "/r/cairn/store/a-item" ||
                    shown->source == "/data";
    CHECK(expected);
  }
}

}  // namespace cairn::sandbox
