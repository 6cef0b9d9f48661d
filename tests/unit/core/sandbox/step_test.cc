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
  auto item = position_of(steps, ShowPath{"/r/cairn/store/a-item", "/s/root/cairn/store/a-item"});
  auto seal = position_of(steps, SealFolder{"/s/root"});
  auto enter = position_of(steps, EnterRoot{"/s/root"});
  CHECK(item < seal);
  CHECK(seal < enter);
  CHECK(enter < std::ssize(steps));
}

TEST_CASE("outputs appear in a folder of the sandbox's own", "[core/sandbox]") {
  auto steps = steps_for(small_spec());
  CHECK(position_of(steps, ShowPath{"/s/store", "/s/root/cairn/store"}) < std::ssize(steps));
}

TEST_CASE("a bind is read-only unless it says otherwise", "[core/sandbox]") {
  Spec spec = small_spec();
  ShowPath shown{"/data", "/s/root/mnt/data", ShowPath::Access::read_only};
  CHECK(std::ranges::count(steps_for(spec), Step(shown)) == 1);
  spec.binds[0].writable = true;
  CHECK(std::ranges::count(steps_for(spec), Step(shown)) == 0);
}

TEST_CASE("nothing of the machine is shown but devices and what the spec names", "[core/sandbox]") {
  for (const Step& step : steps_for(small_spec())) {
    const auto* shown = std::get_if<ShowPath>(&step);
    if (!shown) continue;
    INFO(shown->source);
    bool expected = shown->source.starts_with("/s/") || shown->source.starts_with("/dev/") ||
                    shown->source == "/r/cairn/store/a-item" || shown->source == "/data";
    CHECK(expected);
  }
}

}  // namespace cairn::sandbox
