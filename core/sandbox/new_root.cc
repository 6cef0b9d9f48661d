// SPDX-License-Identifier: GPL-3.0-or-later
// The common parts of new roots.
#include "core/sandbox/new_root.hh"

#include "core/base/error.hh"

#include <sys/mount.h>

namespace cairn::sandbox {

void add_devices(const std::string& root, std::vector<Step>& steps) {
  // Not read-only: /dev/shm is a folder in it, and it is gone with the sandbox.
  steps.push_back(MountFileSystem{"tmpfs", root + "/dev", "mode=0755"});
  for (const char* device : {"full", "null", "random", "tty", "urandom", "zero"}) {
    steps.push_back(ShowPath{std::string("/dev/") + device, root + "/dev/" + device});
  }
  steps.push_back(MakeFolder{root + "/dev/shm", 01777});
  steps.push_back(MakeFolder{root + "/dev/pts"});
  steps.push_back(MountFileSystem{"devpts", root + "/dev/pts", "newinstance,ptmxmode=0666"});
  steps.push_back(MakeLink{root + "/dev/ptmx", "pts/ptmx"});
  steps.push_back(MakeLink{root + "/dev/fd", "/proc/self/fd"});
  steps.push_back(MakeLink{root + "/dev/stdin", "/proc/self/fd/0"});
  steps.push_back(MakeLink{root + "/dev/stdout", "/proc/self/fd/1"});
  steps.push_back(MakeLink{root + "/dev/stderr", "/proc/self/fd/2"});
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
