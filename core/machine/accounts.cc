// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing numbers, and writing lines.
#include "core/machine/accounts.hh"

#include "core/base/error.hh"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

namespace cairn::machine {

namespace {

using Numbers = std::map<std::string, std::uint32_t>;

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
// As useradd(8) divides them.
constexpr Range of_services{100, 999};
constexpr Range of_people{1000, 59999};

std::uint32_t free_number(const Numbers& known, Range range) {
  std::set<std::uint32_t> taken;
  for (const auto& [name, number] : known) taken.insert(number);
  for (std::uint32_t number = range.first; number <= range.last; ++number) {
    if (!taken.contains(number)) return number;
  }
  throw Error("no number from {} to {} is free", range.first, range.last);
}

// What is declared of a user or a group as far as its number goes.
struct Named {
  std::string name;
  std::optional<std::uint32_t> number;
  bool is_system;
};

void keep_declared(Numbers& known, const Named& named, std::string_view what) {
  auto mine = known.find(named.name);
  if (mine != known.end() && mine->second != *named.number) {
    throw Error("the {} '{}' has the number {} on this machine, and is declared with {}", what,
                named.name, mine->second, *named.number)
        .with_hint("declare it without a number, or with the one that it has");
  }
  for (const auto& [name, number] : known) {
    if (number == *named.number && name != named.name) {
      throw Error("the {} '{}' is declared with the number {}, which is that of '{}'", what,
                  named.name, number, name);
    }
  }
  known[named.name] = *named.number;
}

// Numbers that are declared come first: those that are chosen must not take them.
void number_all(Numbers& known, const std::vector<Named>& all, std::string_view what) {
  for (const Named& named : all) {
    if (named.number) keep_declared(known, named, what);
  }
  for (const Named& named : all) {
    if (known.contains(named.name)) continue;
    known[named.name] = free_number(known, named.is_system ? of_services : of_people);
  }
}

// The second field of each line of a shadow file, by the first.
std::map<std::string, std::string> passwords_in(std::string_view shadow) {
  std::map<std::string, std::string> passwords;
  std::istringstream lines{std::string(shadow)};
  for (std::string line; std::getline(lines, line);) {
    std::size_t colon = line.find(':');
    if (colon == line.npos) continue;
    passwords[line.substr(0, colon)] =
        line.substr(colon + 1, line.find(':', colon + 1) - colon - 1);
  }
  return passwords;
}

std::string members_of(const std::string& group, const SystemDeclaration& system) {
  std::string members;
  for (const UserAccount& user : system.users) {
    const auto& groups = user.supplementary_groups;
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) continue;
    members += (members.empty() ? "" : ",") + user.name;
  }
  return members;
}

void check_groups(const SystemDeclaration& system) {
  std::set<std::string> there;
  for (const UserGroup& group : system.groups) there.insert(group.name);
  for (const UserAccount& user : system.users) {
    std::vector<std::string> wanted = user.supplementary_groups;
    wanted.push_back(user.group);
    for (const std::string& group : wanted) {
      if (there.contains(group)) continue;
      throw Error("the user '{}' is in the group '{}', which is not declared", user.name, group);
    }
  }
}

std::uint32_t number_in(const Numbers& numbers, const std::string& name, std::string_view what) {
  auto found = numbers.find(name);
  if (found == numbers.end()) throw Error("there is no {} '{}' on this machine", what, name);
  return found->second;
}

}  // namespace

KnownIds parse_ids(std::string_view text) {
  KnownIds ids;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind, name, rest;
    std::uint32_t number = 0;
    bool is_line = words >> kind >> name >> number && !(words >> rest);
    if (!is_line || (kind != "user" && kind != "group")) {
      throw Error("the list of numbers has a line that is none: {}", line);
    }
    (kind == "user" ? ids.users : ids.groups)[name] = number;
  }
  return ids;
}

std::string to_text(const KnownIds& ids) {
  std::string text;
  for (const auto& [name, number] : ids.users) text += fmt::format("user {} {}\n", name, number);
  for (const auto& [name, number] : ids.groups) text += fmt::format("group {} {}\n", name, number);
  return text;
}

uid_t Accounts::user(const std::string& name) const {
  return number_in(ids.users, name, "user");
}

gid_t Accounts::group_of(const std::string& name) const {
  return number_in(ids.groups, name, "group");
}

Accounts accounts_of(const SystemDeclaration& system, const KnownIds& known,
                     std::string_view shadow) {
  check_groups(system);
  Accounts accounts{.ids = known};
  std::vector<Named> users, groups;
  for (const UserAccount& user : system.users)
    users.push_back({user.name, user.uid, user.is_system});
  for (const UserGroup& group : system.groups) {
    groups.push_back({group.name, group.gid, group.is_system});
  }
  number_all(accounts.ids.users, users, "user");
  number_all(accounts.ids.groups, groups, "group");
  auto passwords = passwords_in(shadow);
  for (const UserAccount& user : system.users) {
    accounts.passwd +=
        fmt::format("{}:x:{}:{}:{}:{}:{}\n", user.name, accounts.user(user.name),
                    accounts.group_of(user.group), user.comment, user.home, user.shell);
    auto password = passwords.find(user.name);
    // "*" is the password of nobody: who has it comes in by keys alone. "!" is one that sshd takes
    // for a locked account.
    accounts.shadow += fmt::format("{}:{}:1::::::\n", user.name,
                                   password == passwords.end() ? "*" : password->second);
  }
  for (const UserGroup& group : system.groups) {
    accounts.group += fmt::format("{}:x:{}:{}\n", group.name, accounts.group_of(group.name),
                                  members_of(group.name, system));
  }
  return accounts;
}

}  // namespace cairn::machine
