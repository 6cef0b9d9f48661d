// SPDX-License-Identifier: GPL-3.0-or-later
// What a declaration of a system may say.
#include "core/base/error.hh"
#include "core/machine/declaration.hh"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace cairn::machine {

namespace {

const char* const whole = R"({
  "version": 1, "hostName": "home", "timeZone": "Europe/Vienna", "locale": "C.UTF-8",
  "etc": "/cairn/store/e-etc", "profile": "/cairn/store/p-profile",
  "users": [{"name": "alice", "group": "users", "supplementaryGroups": ["wheel"], "uid": 1000,
             "comment": "Alice", "home": "/home/alice", "createHome": true,
             "shell": "/cairn/store/b-bash/bin/bash", "system": false}],
  "groups": [{"name": "users", "gid": 100, "system": false},
             {"name": "wheel", "gid": null, "system": true}],
  "folders": [{"path": "/var/lib/x", "owner": "alice", "group": "users", "mode": 488}],
  "privileged": [{"program": "/cairn/store/s-sudo/bin/sudo", "setuid": true, "setgid": false,
                  "user": "root", "group": "root"}],
  "secrets": [{"name": "key", "source": "/etc/keys/key", "owner": "alice", "group": "users",
               "mode": 256}],
  "services": [{"name": "web", "definition": "/cairn/store/w-service-web", "requirement": ["db"],
                "patience": 5, "vital": true}],
  "init": {"watch": "/cairn/store/b/bin/runsvdir", "control": "/cairn/store/b/bin/sv",
           "folder": "/run/service"}})";

// What is said of WHOLE with VALUE at POINTER, a JSON pointer.
std::string refusal_with(const std::string& pointer, const nlohmann::json& value) {
  auto changed = nlohmann::json::parse(whole);
  changed[nlohmann::json::json_pointer(pointer)] = value;
  try {
    parse_declaration(changed.dump());
    return "";
  } catch (const Error& error) {
    return error.message();
  }
}

}  // namespace

TEST_CASE("a declaration is read field by field", "[core/machine]") {
  SystemDeclaration system = parse_declaration(whole);
  CHECK(system.host_name == "home");
  CHECK(system.users == std::vector<UserAccount>{{.name = "alice",
                                                  .group = "users",
                                                  .supplementary_groups = {"wheel"},
                                                  .uid = 1000,
                                                  .comment = "Alice",
                                                  .home = "/home/alice",
                                                  .create_home = true,
                                                  .shell = "/cairn/store/b-bash/bin/bash"}});
  CHECK(system.groups.back() == UserGroup{"wheel", std::nullopt, true});
  CHECK(system.folders == std::vector<StateFolder>{{"/var/lib/x", {"alice", "users", 0750}}});
  CHECK(system.secrets.front().ownership.mode == 0400);
  CHECK(system.services.front() == Service{"web", "/cairn/store/w-service-web", {"db"}, 5, true});
  CHECK(system.init.folder == "/run/service");
}

TEST_CASE("what a declaration cannot mean is refused by name", "[core/machine]") {
  CHECK(refusal_with("/hostName", "x") == "");
  CHECK(refusal_with("/version", 2) == "the system is of a version that this Cairn does not know");
  CHECK(refusal_with("/more", 1) ==
        "the system's declaration has a field that this Cairn does not know");
  CHECK(refusal_with("/services/0/more", 1) ==
        "number 1 of 'services' has a field that this Cairn does not know");
  CHECK(refusal_with("/users/0/name", "a:b") ==
        "'name' of number 1 of 'users' has a character that it cannot have");
  CHECK(refusal_with("/users/0/comment", "a\nb:x:0:0") ==
        "'comment' of number 1 of 'users' has a character that it cannot have");
  CHECK(refusal_with("/users/0/home", "/home:/bin/sh") ==
        "'home' of number 1 of 'users' has a character that it cannot have");
  CHECK(refusal_with("/users/0/shell", "/bin/sh:x") ==
        "'shell' of number 1 of 'users' has a character that it cannot have");
  CHECK(refusal_with("/users/0/uid", "zero") ==
        "'uid' of number 1 of 'users' is no number that it can be");
  CHECK(refusal_with("/users/0/uid", std::int64_t{1} << 32) ==
        "'uid' of number 1 of 'users' is no number that it can be");
  CHECK(refusal_with("/users/0/uid", 4294967295) ==
        "'uid' of number 1 of 'users' is the kernel's own: 4294967295");
  CHECK(refusal_with("/services/0/patience", 1e300) ==
        "'patience' of number 1 of 'services' is no number that it can be");
  CHECK(refusal_with("/services/0/vital", 1) ==
        "'vital' of number 1 of 'services' is of the wrong kind");
  CHECK(refusal_with("/folders/0/path", "/var/../etc") ==
        "'path' of number 1 of 'folders' is no absolute path without detours: /var/../etc");
  CHECK(refusal_with("/folders/0/mode", 04755) ==
        "'mode' of number 1 of 'folders' is a mode that it cannot have: 4755");
  CHECK(refusal_with("/secrets/0/name", "../key") ==
        "'name' of number 1 of 'secrets' is no name: ../key");
  CHECK(refusal_with("/services", 1) == "'services' of the system's declaration is no list");
  CHECK(refusal_with("/init", 1) == "'init' is not an object");
  CHECK_THROWS_WITH(parse_declaration("{"),
                    "cannot read the system's declaration: it is not JSON: stopped at byte 2");
  CHECK_THROWS_WITH(parse_declaration(R"({"n": 1E400})"),
                    "cannot read the system's declaration: it has a number that is too large");
  CHECK_THROWS_WITH(parse_declaration("{}"), "the system's declaration has no 'version'");
}

}  // namespace cairn::machine
