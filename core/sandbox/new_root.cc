// SPDX-License-Identifier: GPL-3.0-or-later
// The common parts of new roots.
#include "core/sandbox/new_root.hh"

#include "core/base/error.hh"

#include <sys/mount.h>

namespace cairn::sandbox {

void add_shared_devices(const std::string& folder, std::vector<Step>& steps) {
  steps.push_back(MountFileSystem{"tmpfs", folder, "mode=0755"});
  for (const char* device : {"full", "null", "random", "tty", "urandom", "zero"}) {
    steps.push_back(ShowPath{std::string("/dev/") + device, folder + "/" + device});
  }
  steps.push_back(MakeFolder{folder + "/shm"});
  steps.push_back(MakeFolder{folder + "/pts"});
  steps.push_back(MakeLink{folder + "/ptmx", "pts/ptmx"});
  steps.push_back(MakeLink{folder + "/fd", "/proc/self/fd"});
  steps.push_back(MakeLink{folder + "/stdin", "/proc/self/fd/0"});
  steps.push_back(MakeLink{folder + "/stdout", "/proc/self/fd/1"});
  steps.push_back(MakeLink{folder + "/stderr", "/proc/self/fd/2"});
}

void add_own_devices(const std::string& folder, std::vector<Step>& steps) {
  steps.push_back(MountFileSystem{"tmpfs", folder + "/shm", "mode=1777"});
  steps.push_back(MountFileSystem{"devpts", folder + "/pts", "newinstance,ptmxmode=0666"});
}

void add_devices(const std::string& folder, std::vector<Step>& steps) {
  add_shared_devices(folder, steps);
  add_own_devices(folder, steps);
}

void add_folders_above(const std::string& root, const std::string& target,
                       std::vector<Step>& steps) {
  for (std::size_t slash = target.find('/', 1); slash != std::string::npos;
       slash = target.find('/', slash + 1)) {
    steps.push_back(MakeFolder{root + target.substr(0, slash)});
  }
}

void enter_new_root(const std::string& scratch, const std::vector<Step>& steps) {
  perform(MountFileSystem{"tmpfs", scratch, "mode=0755"});
  // Folders that the new root shows may hold the scratch folder: without this they would show the
  // new root once more, with all its mounts.
  checked(mount(nullptr, scratch.c_str(), nullptr, MS_UNBINDABLE, nullptr),
          "cannot keep {} out of itself", scratch);
  for (const Step& step : steps) perform(step);
  checked(mount(nullptr, "/", nullptr, MS_PRIVATE, nullptr), "cannot make the new root usual");
}

}  // namespace cairn::sandbox
