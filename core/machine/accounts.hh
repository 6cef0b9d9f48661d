// SPDX-License-Identifier: GPL-3.0-or-later
// Users and groups of a machine: which number each gets, and the files in /etc that say so. Pure.
#pragma once

#include "core/machine/declaration.hh"

#include <map>
#include <string>
#include <string_view>

namespace cairn::machine {

// The numbers that names ever had on a machine. They outlive accounts: files of one that is gone
// must not become somebody else's.
struct KnownIds {
  std::map<std::string, uid_t> users = {};
  std::map<std::string, gid_t> groups = {};
  bool operator==(const KnownIds&) const = default;
};

// Lines "user NAME NUMBER" and "group NAME NUMBER".
KnownIds parse_ids(std::string_view text);
std::string to_text(const KnownIds& ids);

struct Accounts {
  KnownIds ids;             // of those that are declared and all before them
  std::string passwd = {};  // passwd(5)
  std::string group = {};   // group(5)
  std::string shadow = {};  // shadow(5)

  uid_t user(const std::string& name) const;  // throws when nobody is called so
  gid_t group_of(const std::string& name) const;
};

// The accounts that SYSTEM declares. Who had a number keeps it; who has none gets one that nobody
// ever had, below 1000 for those of services. A password in SHADOW, the file as it is now, stays.
// Throws when two would have one number, when one has another than is declared, or when a group is
// not there.
Accounts accounts_of(const SystemDeclaration& system, const KnownIds& known,
                     std::string_view shadow);

}  // namespace cairn::machine
