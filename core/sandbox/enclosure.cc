// SPDX-License-Identifier: GPL-3.0-or-later
// What an enclosure is made of, in order.
#include "core/sandbox/enclosure.hh"

#include "core/sandbox/new_root.hh"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::sandbox {

namespace {

void add_accounts(const Enclosure& enclosure, std::vector<Step>& steps) {
  std::string home = home_inside(enclosure);
  std::string etc = enclosure.scratch + "/etc";
  bool is_root = enclosure.user_id == 0;
  std::string users = fmt::format("root:x:0:0:root:{}:/noshell\n", is_root ? home : "/");
  std::string groups = "root:x:0:\n";
  if (!is_root) {
    users += fmt::format("{}:x:{}:{}:{}:{}:/noshell\n", enclosure.user, enclosure.user_id,
                         enclosure.group_id, enclosure.user, home);
    groups += fmt::format("{}:x:{}:\n", enclosure.user, enclosure.group_id);
  }
  steps.push_back(MakeFolder{etc});
  steps.push_back(MakeFile{etc + "/passwd", users + "nobody:x:65534:65534:nobody:/:/noshell\n"});
  steps.push_back(MakeFile{etc + "/group", groups + "nogroup:x:65534:\n"});
  steps.push_back(MakeFile{etc + "/hosts", "127.0.0.1 localhost\n::1 localhost\n"});
}

void add_items(const Enclosure& enclosure, std::vector<Step>& steps) {
  std::string store = enclosure.scratch + enclosure.store_target;
  add_folders_above(enclosure.scratch, enclosure.store_target, steps);
  steps.push_back(MakeFolder{store});
  for (const std::string& item : enclosure.items) {
    steps.push_back(ShowPath{enclosure.store_source + "/" + item, store + "/" + item,
                             ShowPath::Access::read_only});
  }
}

// A folder before those in it, which else it would hide.
std::vector<Bind> outer_first(std::vector<Bind> binds) {
  std::ranges::stable_sort(binds, {}, &Bind::target);
  return binds;
}

}  // namespace

std::string home_inside(const Enclosure& enclosure) {
  return "/home/" + enclosure.user;
}

std::vector<Step> steps_for_enclosure(const Enclosure& enclosure) {
  using enum ShowPath::Access;
  std::vector<Step> steps;
  const std::string& root = enclosure.scratch;
  for (const char* folder : {"/proc", "/dev", "/tmp"}) {
    steps.push_back(MakeFolder{root + folder});
  }
  steps.push_back(MountFileSystem{"proc", root + "/proc", ""});
  for (const std::string& name : enclosure.machine_settings) {
    std::string path = "/proc/" + name;
    steps.push_back(ShowBelow{root + path, root, path, read_only});
  }
  add_devices(root + "/dev", steps);
  steps.push_back(MountFileSystem{"tmpfs", root + "/tmp", "mode=1777"});
  add_accounts(enclosure, steps);
  add_items(enclosure, steps);
  steps.push_back(ShowBelow{enclosure.home, root, home_inside(enclosure), as_source});
  for (const Bind& bind : outer_first(enclosure.shared)) {
    steps.push_back(
        ShowBelow{bind.source, root, bind.target, bind.writable ? as_source : read_only});
  }
  steps.push_back(SealFolder{root});
  steps.push_back(EnterRoot{root});
  steps.push_back(SetHostName{"localhost"});
  return steps;
}

}  // namespace cairn::sandbox
