// SPDX-License-Identifier: GPL-3.0-or-later
// What a sandbox is made of, in order.
#include "core/sandbox/step.hh"

#include "core/sandbox/new_root.hh"

#include <fmt/format.h>

namespace cairn::sandbox {

namespace {

void add_accounts(const std::string& root, std::vector<Step>& steps) {
  std::string user = fmt::format("{}", sandbox_user);
  steps.push_back(MakeFolder{root + "/etc"});
  steps.push_back(MakeFile{root + "/etc/passwd",
                           "root:x:0:0:root:/:/noshell\n"
                           "builder:x:" +
                               user + ":" + user +
                               ":builder:/build:/noshell\n"
                               "nobody:x:65534:65534:nobody:/:/noshell\n"});
  steps.push_back(
      MakeFile{root + "/etc/group", "root:x:0:\nbuilder:x:" + user + ":\nnogroup:x:65534:\n"});
  steps.push_back(MakeFile{root + "/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"});
}

}  // namespace

std::vector<Step> steps_for(const Spec& spec) {
  std::vector<Step> steps;
  const std::string& root = spec.mount_point;
  steps.push_back(MountFileSystem{"tmpfs", root, "mode=0755"});
  for (const char* folder : {"/proc", "/dev", "/build", "/tmp"}) {
    steps.push_back(MakeFolder{root + folder});
  }
  steps.push_back(MountFileSystem{"proc", root + "/proc", ""});
  add_devices(root, steps);
  add_accounts(root, steps);
  steps.push_back(ShowPath{spec.scratch + "/" + scratch_build, root + "/build"});
  steps.push_back(ShowPath{spec.scratch + "/" + scratch_tmp, root + "/tmp"});

  add_folders_above(root, spec.store_target, steps);
  std::string store = root + spec.store_target;
  steps.push_back(ShowPath{spec.scratch + "/" + scratch_store, store});
  for (const std::string& item : spec.items) {
    // The spawner has made the store read-only in its own view; a bind keeps that.
    steps.push_back(ShowPath{spec.store_source + "/" + item, store + "/" + item});
  }
  for (const Bind& bind : spec.binds) {
    add_folders_above(root, bind.target, steps);
    steps.push_back(
        ShowPath{bind.source, root + bind.target,
                 bind.writable ? ShowPath::Access::as_source : ShowPath::Access::read_only});
  }
  steps.push_back(SealFolder{root});
  steps.push_back(EnterRoot{root});
  steps.push_back(SetHostName{"localhost"});
  return steps;
}

}  // namespace cairn::sandbox
