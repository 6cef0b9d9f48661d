// SPDX-License-Identifier: GPL-3.0-or-later
// SystemDeclaration: what a machine shall be, as `system.json` in the item of a system says it. The
// format is described in manual/formats/system.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace cairn::machine {

struct UserAccount {
  std::string name;
  std::string group;
  std::vector<std::string> supplementary_groups = {};
  std::optional<uid_t> uid = {};  // none: one that is free
  std::string comment = {};
  std::string home = {};
  bool create_home = false;
  std::string shell = {};
  bool is_system = false;
  bool operator==(const UserAccount&) const = default;
};

struct UserGroup {
  std::string name;
  std::optional<gid_t> gid = {};
  bool is_system = false;
  bool operator==(const UserGroup&) const = default;
};

// A file's owner and group, by name, and its mode.
struct Ownership {
  std::string owner = "root";
  std::string group = "root";
  mode_t mode = 0;
  bool operator==(const Ownership&) const = default;
};

struct StateFolder {
  std::string path;
  Ownership ownership = {};
  bool operator==(const StateFolder&) const = default;
};

struct PrivilegedProgram {
  std::string program;  // a path in the store
  bool setuid = false;
  bool setgid = false;
  std::string user = "root";
  std::string group = "root";
  bool operator==(const PrivilegedProgram&) const = default;
};

struct Secret {
  std::string name;
  std::string source;  // a path on the machine
  Ownership ownership = {};
  bool operator==(const Secret&) const = default;
};

struct Service {
  std::string name;
  std::string definition;  // a service folder in the store
  std::vector<std::string> requirement = {};
  unsigned patience = 30;  // seconds to become ready, and to end
  bool is_vital = false;
  bool operator==(const Service&) const = default;
};

// The programs that keep services running, and where the services lie while they run.
struct Init {
  std::string watch;
  std::string control;
  std::string folder;
  bool operator==(const Init&) const = default;
};

struct SystemDeclaration {
  std::string host_name;
  std::string time_zone;
  std::string locale;
  std::string etc;      // a folder in the store
  std::string profile;  // a folder in the store
  std::vector<UserAccount> users = {};
  std::vector<UserGroup> groups = {};
  std::vector<StateFolder> folders = {};
  std::vector<PrivilegedProgram> privileged = {};
  std::vector<Secret> secrets = {};
  std::vector<Service> services = {};
  Init init = {};
  bool operator==(const SystemDeclaration&) const = default;
};

// The declaration in TEXT, JSON. Throws naming the field that is missing, unknown, or cannot be
// meant: names with a colon, paths that climb, set-id modes.
SystemDeclaration parse_declaration(std::string_view text);

}  // namespace cairn::machine
