// SPDX-License-Identifier: GPL-3.0-or-later
// T-22: what a builder is. A builder that is root by an oversight (CVE-2025-53819) shows here.
#include "tests/support/attack_place.hh"
#include "tests/support/attack_verdict.hh"
#include "tests/support/build_place.hh"

#include <fcntl.h>
#include <grp.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;

namespace {

constexpr const char* rights =
    "id; exec grep -E '^(SigBlk|SigIgn|Uid|Gid|CapInh|CapPrm|CapEff|CapAmb|NoNewPrivs|Seccomp):' "
    "/proc/self/status";

constexpr const char* no_rights =
    "uid=30001(builder) gid=30001(builder)\n"
    "Uid:\t30001\t30001\t30001\t30001\n"
    "Gid:\t30001\t30001\t30001\t30001\n"
    "SigBlk:\t0000000000000000\n"
    "SigIgn:\t0000000000000000\n"
    "CapInh:\t0000000000000000\n"
    "CapPrm:\t0000000000000000\n"
    "CapEff:\t0000000000000000\n"
    "CapAmb:\t0000000000000000\n"
    "NoNewPrivs:\t1\n"
    "Seccomp:\t2\n";

constexpr const char* groups = "sed -n 's/^Groups:[ \\t]*//p' /proc/self/status";

}  // namespace

TEST_CASE("T-22: a builder is nobody and can do nothing", "[attack]") {
  BuildPlace place;
  auto result = place.build(place.script("who", std::string("exec > $out; ") + rights));
  REQUIRE(result.message == "");
  CHECK(place.read(result) == no_rights);
}

TEST_CASE("T-22: without its defences a builder has all rights", "[attack]") {
  AttackPlace place;
  std::string shown = place.output_of(rights, {.no_seccomp = true, .keep_root = true});
  CHECK(shown.starts_with("uid=0(root)"));
  CHECK(shown.find("CapEff:\t0000000000000000\n") == std::string::npos);
  CHECK(shown.find("NoNewPrivs:\t0\nSeccomp:\t0\n") != std::string::npos);
}

TEST_CASE("T-22: root's builders are in no group", "[attack]") {
  if (geteuid() != 0) return skip("the kernel lets only root leave groups");
  gid_t groups_of_root[] = {0, 4, 6};
  REQUIRE(setgroups(3, groups_of_root) == 0);
  AttackPlace place;
  std::string shown = place.output_of(groups);
  std::string control = place.output_of(groups, {.keep_root = true});
  REQUIRE(setgroups(0, nullptr) == 0);
  CHECK(shown == "\n");
  CHECK(control == "0 4 6 \n");
}

// The kernel lets nobody but root leave a group. Such groups have no number inside, and nothing
// that is visible there belongs to any of them.
TEST_CASE("T-22: an ordinary user's builders keep his groups, without their numbers", "[attack]") {
  if (!has_outsider()) return skip("only root can make a user with groups");
  std::string shown = as_outsider([] { return AttackPlace().output_of(groups); }, {4, 6});
  CHECK(shown == "65534 65534 \n");
}

TEST_CASE("T-22: builds of root that run together are different users", "[attack]") {
  if (geteuid() != 0) return skip("an ordinary user's builders can be nobody but that user");
  AttackPlace place;
  constexpr const char* script = "touch mine; echo ready; sleep 100";
  sandbox::Spec one = place.script(script);
  sandbox::Spec other = place.script(script);
  Started first(place.spawner, one);
  Started second(place.spawner, other);
  REQUIRE(first.has_printed("ready"));
  REQUIRE(second.has_printed("ready"));
  auto owner = [](const sandbox::Spec& spec) {
    return status_at(AT_FDCWD, spec.scratch + "/build/mine")->st_uid;
  };
  CHECK(owner(one) != owner(other));
  CHECK(owner(one) >= 0x78000000);
  CHECK(owner(other) >= 0x78000000);
}
