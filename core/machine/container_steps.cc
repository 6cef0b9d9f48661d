// SPDX-License-Identifier: GPL-3.0-or-later
// What the root of a container is made of.
#include "core/machine/container.hh"
#include "core/machine/start_up.hh"
#include "core/sandbox/new_root.hh"

namespace cairn::machine {

using namespace sandbox;

namespace {

// What outlives the container.
constexpr const char* kept[] = {"/etc", "/home", "/root", "/var"};

}  // namespace

std::vector<Step> steps_for_container(const Container& container) {
  const std::string& root = container.scratch;
  std::vector<Step> steps;
  for (const char* folder : {"/proc", "/dev", "/run", "/tmp", "/bin", "/usr", "/usr/bin"}) {
    steps.push_back(MakeFolder{root + folder});
  }
  steps.push_back(MountFileSystem{"proc", root + "/proc", ""});
  add_devices(root + "/dev", steps);
  // The programs with more rights than who runs them lie here.
  steps.push_back(MountFileSystem{"tmpfs", root + "/run", "mode=0755", SetId::works});
  steps.push_back(MountFileSystem{"tmpfs", root + "/tmp", "mode=1777"});
  add_folders_above(root, container.store_target, steps);
  steps.push_back(
      ShowPath{container.store_source, root + container.store_target, ShowPath::Access::read_only});
  for (const char* folder : kept) {
    steps.push_back(ShowBelow{container.folder + folder, root, folder});
  }
  for (const UsualLink& link : usual_links)
    steps.push_back(MakeLink{root + link.path, link.target});
  steps.push_back(SealFolder{root});
  steps.push_back(EnterRoot{root});
  steps.push_back(SetHostName{container.host_name});
  return steps;
}

}  // namespace cairn::machine
