// SPDX-License-Identifier: GPL-3.0-or-later
// What a sandbox is made of, in order.
#include "core/sandbox/step.hh"

#include "core/sandbox/new_root.hh"

#include <fmt/format.h>

namespace cairn::sandbox {

namespace {

// At a mount point: what each sandbox mounts its root on, and the devices that all of them have.
constexpr const char* root_place = "/root";
constexpr const char* devices_place = "/dev";

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

// The spawner has made the store read-only in its own view; a bind keeps that.
void add_store(const Spec& spec, const std::string& root, std::vector<Step>& steps) {
  std::string store = root + spec.store_target;
  add_folders_above(root, spec.store_target, steps);
  if (spec.keeps_mounts) {
    steps.push_back(MakeFolder{store});
    steps.push_back(MoveMount{spec.store_folder, store});
    return;
  }
  steps.push_back(ShowPath{spec.store_folder, store});
  for (const std::string& item : spec.items) {
    steps.push_back(ShowPath{spec.store_source + "/" + item, store + "/" + item});
  }
}

}  // namespace

std::vector<Step> steps_for_all(const std::string& mount_point) {
  std::vector<Step> steps;
  steps.push_back(MountFileSystem{"tmpfs", mount_point, "mode=0755"});
  steps.push_back(MakeFolder{mount_point + root_place});
  steps.push_back(MakeFolder{mount_point + devices_place});
  add_shared_devices(mount_point + devices_place, steps);
  steps.push_back(SealFolder{mount_point + devices_place});
  return steps;
}

std::vector<Step> steps_for(const Spec& spec) {
  std::vector<Step> steps;
  steps.push_back(MountFileSystem{"tmpfs", spec.mount_point + root_place, "mode=0755"});
  steps.push_back(EnterFolder{spec.mount_point + root_place});
  const std::string root = ".";
  for (const char* folder : {"/proc", "/dev", "/build", "/tmp"}) {
    steps.push_back(MakeFolder{root + folder});
  }
  steps.push_back(MountFileSystem{"proc", root + "/proc", ""});
  steps.push_back(MoveMount{spec.mount_point + devices_place, root + "/dev"});
  add_own_devices(root + "/dev", steps);
  add_accounts(root, steps);
  steps.push_back(ShowPath{spec.scratch + "/" + scratch_build, root + "/build"});
  steps.push_back(ShowPath{spec.scratch + "/" + scratch_tmp, root + "/tmp"});

  add_store(spec, root, steps);
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
