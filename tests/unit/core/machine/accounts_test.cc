// SPDX-License-Identifier: GPL-3.0-or-later
// Which number everybody gets, and the files that say so.
#include "core/machine/accounts.hh"

#include "core/base/error.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

namespace {

UserAccount user(const std::string& name, std::optional<uid_t> uid = {}, bool is_system = false) {
  return {.name = name,
          .group = "users",
          .uid = uid,
          .comment = "",
          .home = "/home/" + name,
          .shell = "/bin/sh",
          .is_system = is_system};
}

SystemDeclaration system_of(std::vector<UserAccount> users) {
  SystemDeclaration system;
  system.users = std::move(users);
  system.groups = {{.name = "users", .gid = 100, .is_system = false},
                   {.name = "wheel", .gid = {}, .is_system = true}};
  return system;
}

}  // namespace

TEST_CASE("who has no number gets one that is free", "[core/machine]") {
  SystemDeclaration system =
      system_of({user("root", 0, true), user("web", {}, true), user("alice"), user("bob", 1000)});
  system.users[2].supplementary_groups = {"wheel"};
  Accounts accounts = accounts_of(system, {}, "");
  CHECK(accounts.passwd ==
        "root:x:0:100::/home/root:/bin/sh\n"
        "web:x:100:100::/home/web:/bin/sh\n"
        "alice:x:1001:100::/home/alice:/bin/sh\n"
        "bob:x:1000:100::/home/bob:/bin/sh\n");
  CHECK(accounts.group == "users:x:100:\nwheel:x:101:alice\n");
  CHECK(accounts.user("alice") == 1001);
  CHECK(accounts.group_of("wheel") == 101);
  CHECK_THROWS_WITH(accounts.user("eve"), "there is no user 'eve' on this machine");
}

TEST_CASE("a number that somebody had is nobody else's", "[core/machine]") {
  KnownIds known = accounts_of(system_of({user("alice")}), {}, "").ids;
  known = accounts_of(system_of({user("bob")}), known, "").ids;
  CHECK(known.users == std::map<std::string, uid_t>{{"alice", 1000}, {"bob", 1001}});
  CHECK(accounts_of(system_of({user("alice")}), known, "").user("alice") == 1000);
  CHECK(parse_ids(to_text(known)) == known);
}

TEST_CASE("numbers that contradict each other are refused", "[core/machine]") {
  CHECK_THROWS_WITH(accounts_of(system_of({user("alice", 1000), user("bob", 1000)}), {}, ""),
                    "the user 'bob' is declared with the number 1000, which is that of 'alice'");
  CHECK_THROWS_WITH(
      accounts_of(system_of({user("alice", 1001)}), {{{"alice", 1000}}, {}}, ""),
      "the user 'alice' has the number 1000 on this machine, and is declared with 1001");
  CHECK_THROWS_WITH(parse_ids("user alice\n"),
                    "the list of numbers has a line that is none: user alice");
}

TEST_CASE("passwords stay, and who has none comes in by keys alone", "[core/machine]") {
  Accounts accounts = accounts_of(system_of({user("alice"), user("bob")}), {},
                                  "alice:$y$j9T$salt$hash:19000:0:99999:7:::\ngone:x:1::::::\n");
  CHECK(accounts.shadow == "alice:$y$j9T$salt$hash:1::::::\nbob:*:1::::::\n");
}

TEST_CASE("a user of a group that is not declared is refused", "[core/machine]") {
  SystemDeclaration system = system_of({user("alice")});
  system.users[0].supplementary_groups = {"audio"};
  CHECK_THROWS_WITH(accounts_of(system, {}, ""),
                    "the user 'alice' is in the group 'audio', which is not declared");
}

}  // namespace cairn::machine
