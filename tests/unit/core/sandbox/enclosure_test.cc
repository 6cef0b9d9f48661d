// SPDX-License-Identifier: GPL-3.0-or-later
// What an enclosure is made of, decided without doing any of it.
#include "core/sandbox/enclosure.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn::sandbox {

namespace {
Enclosure small_enclosure() {
  Enclosure enclosure;
  enclosure.scratch = "/s";
  enclosure.store_source = "/r/cairn/store";
  enclosure.store_target = "/cairn/store";
  enclosure.items = {"a-item"};
  enclosure.user = "ann";
  enclosure.user_id = enclosure.group_id = 1000;
  enclosure.home = "/homes/p";
  return enclosure;
}

std::ptrdiff_t position_of(const std::vector<Step>& steps, const Step& wanted) {
  return std::find(steps.begin(), steps.end(), wanted) - steps.begin();
}

constexpr auto read_only = ShowPath::Access::read_only;
constexpr auto as_source = ShowPath::Access::as_source;
}  // namespace

TEST_CASE("an enclosure shows devices, its items and its home folder", "[core/sandbox]") {
  for (const Step& step : steps_for_enclosure(small_enclosure())) {
    if (const auto* shown = std::get_if<ShowPath>(&step)) {
      INFO(shown->source);
      bool expected = shown->source.starts_with("/dev/") || shown->access == read_only;
      CHECK(expected);
    }
    if (const auto* shown = std::get_if<ShowBelow>(&step)) {
      CHECK(*shown == ShowBelow{"/homes/p", "/s", "/home/ann", as_source});
    }
  }
}

TEST_CASE("an enclosure's items cannot be written", "[core/sandbox]") {
  auto steps = steps_for_enclosure(small_enclosure());
  ShowPath item{"/r/cairn/store/a-item", "/s/cairn/store/a-item", read_only};
  CHECK(position_of(steps, item) < std::ssize(steps));
}

TEST_CASE("a shared folder comes before those in it, whatever the order", "[core/sandbox]") {
  Enclosure enclosure = small_enclosure();
  enclosure.shared = {{"/x/y", "/x/y", false}, {"/x", "/x", true}};
  auto steps = steps_for_enclosure(enclosure);
  auto outer = position_of(steps, ShowBelow{"/x", "/s", "/x", as_source});
  auto inner = position_of(steps, ShowBelow{"/x/y", "/s", "/x/y", read_only});
  CHECK(outer < inner);
  CHECK(inner < position_of(steps, SealFolder{"/s"}));
}

TEST_CASE("the machine's settings are closed before the root is entered", "[core/sandbox]") {
  Enclosure enclosure = small_enclosure();
  enclosure.machine_settings = {"sys"};
  auto steps = steps_for_enclosure(enclosure);
  auto closed = position_of(steps, ShowBelow{"/s/proc/sys", "/s", "/proc/sys", read_only});
  CHECK(closed < position_of(steps, EnterRoot{"/s"}));
}

TEST_CASE("who runs it has a name inside, and root one entry only", "[core/sandbox]") {
  Enclosure enclosure = small_enclosure();
  MakeFile accounts{"/s/etc/passwd",
                    "root:x:0:0:root:/:/noshell\n"
                    "ann:x:1000:1000:ann:/home/ann:/noshell\n"
                    "nobody:x:65534:65534:nobody:/:/noshell\n"};
  auto steps = steps_for_enclosure(enclosure);
  CHECK(position_of(steps, accounts) < std::ssize(steps));
  enclosure.user = "root";
  enclosure.user_id = enclosure.group_id = 0;
  accounts.content =
      "root:x:0:0:root:/home/root:/noshell\nnobody:x:65534:65534:nobody:/:/noshell\n";
  steps = steps_for_enclosure(enclosure);
  CHECK(position_of(steps, accounts) < std::ssize(steps));
}

}  // namespace cairn::sandbox
