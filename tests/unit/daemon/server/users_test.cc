// SPDX-License-Identifier: GPL-3.0-or-later
// Users and groups that every Debian has.
#include "daemon/server/users.hh"

#include <catch2/catch.hpp>
#include <grp.h>
#include <pwd.h>

namespace cairn::server {

namespace {

constexpr uid_t unheard_of = 54321;

bool is_nobody_named(const std::vector<std::string>& names) {
  const passwd* nobody = getpwnam("nobody");
  REQUIRE(nobody != nullptr);
  uid_t user = nobody->pw_uid;
  gid_t group = nobody->pw_gid;
  return is_named(names, user, group);
}

}  // namespace

TEST_CASE("users are named by themselves or by their groups", "[daemon/server]") {
  CHECK(is_nobody_named({"root", "nobody"}));
  CHECK(is_nobody_named({"@nogroup"}));
  CHECK(is_nobody_named({"*"}));
  CHECK(!is_nobody_named({}));
  CHECK(!is_nobody_named({"root", "@root"}));
  CHECK(!is_nobody_named({"nogroup", "@nobody-at-all", "nobody-else", "@", ""}));
}

TEST_CASE("whom the machine does not know is in one group", "[daemon/server]") {
  const group* known = getgrnam("nogroup");
  REQUIRE(known != nullptr);
  gid_t group = known->gr_gid;
  CHECK(is_named({"@nogroup"}, unheard_of, group));
  CHECK(!is_named({"@root", ""}, unheard_of, group));
  CHECK(is_named({"*"}, unheard_of, group));
}

}  // namespace cairn::server
