// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing lists by the names of what is in them.
#include "core/machine/declared_changes.hh"

#include <fmt/format.h>

namespace cairn::machine {

namespace {

using Lines = std::vector<std::string>;

// Each of LIST as a text to compare, by a name that is its own in it.
template <typename T, typename Name>
std::map<std::string, const T*> by_name(const std::vector<T>& list, Name name) {
  std::map<std::string, const T*> named;
  for (const T& one : list) named[name(one)] = &one;
  return named;
}

// WHAT they are stands before each name.
template <typename T, typename Name>
void compare(Lines& lines, const char* what, const std::vector<T>& before,
             const std::vector<T>& after, Name name) {
  auto old = by_name(before, name);
  auto now = by_name(after, name);
  for (const auto& [key, one] : old) {
    if (!now.contains(key)) lines.push_back(fmt::format("remove {} {}", what, key));
  }
  for (const auto& [key, one] : now) {
    auto found = old.find(key);
    if (found == old.end()) {
      lines.push_back(fmt::format("add {} {}", what, key));
    } else if (*found->second != *one) {
      lines.push_back(fmt::format("change {} {}", what, key));
    }
  }
}

void compare_texts(Lines& lines, const char* what, const std::string& before,
                   const std::string& after) {
  if (before == after) return;
  lines.push_back(before.empty() ? fmt::format("set the {} to {}", what, after)
                                 : fmt::format("change the {} from {} to {}", what, before, after));
}

void compare_etc(Lines& lines, const EtcFiles& before, const EtcFiles& after) {
  for (const auto& [path, file] : before) {
    if (!after.contains(path)) lines.push_back("remove /etc/" + path);
  }
  for (const auto& [path, file] : after) {
    auto found = before.find(path);
    if (found == before.end()) {
      lines.push_back("add /etc/" + path);
    } else if (found->second != file) {
      lines.push_back("change /etc/" + path);
    }
  }
}

}  // namespace

std::vector<std::string> declared_changes(const WholeDeclaration& before,
                                          const WholeDeclaration& after) {
  const SystemDeclaration& old = before.system;
  const SystemDeclaration& now = after.system;
  Lines lines;
  compare_texts(lines, "host name", old.host_name, now.host_name);
  compare_texts(lines, "time zone", old.time_zone, now.time_zone);
  compare_texts(lines, "locale", old.locale, now.locale);
  compare(lines, "user", old.users, now.users, [](const auto& one) { return one.name; });
  compare(lines, "group", old.groups, now.groups, [](const auto& one) { return one.name; });
  compare(lines, "folder", old.folders, now.folders, [](const auto& one) { return one.path; });
  compare(lines, "privileged program", old.privileged, now.privileged,
          [](const auto& one) { return one.program.substr(one.program.rfind('/') + 1); });
  compare(lines, "secret", old.secrets, now.secrets, [](const auto& one) { return one.name; });
  if (!old.profile.empty() && old.profile != now.profile) {
    lines.emplace_back("change the programs of all users");
  }
  compare_etc(lines, before.etc, after.etc);
  return lines;
}

}  // namespace cairn::machine
