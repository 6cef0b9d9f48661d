// SPDX-License-Identifier: GPL-3.0-or-later
// Users and groups, asked of the machine.
#include "daemon/server/users.hh"

#include <algorithm>
#include <grp.h>
#include <pwd.h>

namespace cairn::server {

namespace {

constexpr int usual_groups = 32;

// All groups that USER is in; GROUP alone where the machine does not know USER.
std::vector<gid_t> groups_of(const std::string& user, gid_t group) {
  std::vector<gid_t> groups(usual_groups);
  int count = usual_groups;
  while (getgrouplist(user.c_str(), group, groups.data(), &count) < 0) groups.resize(count);
  groups.resize(count);
  return groups;
}

class Person {
 public:
  Person(uid_t user, gid_t group) : group_(group) {
    // The process does nothing else meanwhile.
    const passwd* entry = getpwuid(user);
    if (entry != nullptr) name_ = entry->pw_name;
  }

  bool is(const std::string& name) const {
    if (name == "*") return true;
    return name.starts_with('@') ? is_in(name.substr(1)) : !name_.empty() && name == name_;
  }

 private:
  bool is_in(const std::string& name) const {
    const group* entry = getgrnam(name.c_str());
    if (entry == nullptr) return false;
    gid_t wanted = entry->gr_gid;
    if (name_.empty()) return wanted == group_;
    std::vector<gid_t> groups = groups_of(name_, group_);
    return std::ranges::find(groups, wanted) != groups.end();
  }

  std::string name_;
  gid_t group_;
};

}  // namespace

bool is_named(const std::vector<std::string>& names, uid_t user, gid_t group) {
  // Most lists need no look at the machine's users.
  if (std::ranges::find(names, "*") != names.end()) return true;
  if (names.empty()) return false;
  Person person(user, group);
  return std::ranges::any_of(names, [&](const std::string& name) { return person.is(name); });
}

}  // namespace cairn::server
