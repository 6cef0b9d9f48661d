// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the pack, and seeing its store in place.
#include "core/launch/launch.hh"

#include "core/base/error.hh"
#include "core/launch/pack_folder.hh"
#include "core/sandbox/namespaces.hh"
#include "core/sandbox/view.hh"

#include <filesystem>
#include <sys/stat.h>

namespace cairn::launch {

namespace {

namespace fs = std::filesystem;

bool is_same_folder(const std::string& one, const std::string& other) {
  struct stat first {
  }, second{};
  return stat(one.c_str(), &first) == 0 && stat(other.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

struct stat status_of(const std::string& path) {
  struct stat status {};
  checked(lstat(path.c_str(), &status), "cannot look at {}", path);
  return status;
}

void check_owner(const std::string& launcher, const std::string& folder) {
  struct stat there = status_of(folder);
  bool is_ours = there.st_uid == status_of(launcher).st_uid && S_ISDIR(there.st_mode);
  if (is_ours && (there.st_mode & 022) == 0) return;
  throw Error("{} is not of who {} is of, or others can change it", folder, launcher)
      .with_hint("unpack the archive again, in a folder of your own");
}

}  // namespace

Launch launch_of(const std::string& path) {
  fs::path launcher(path);
  for (fs::path folder = launcher.parent_path();; folder = folder.parent_path()) {
    std::error_code none;
    fs::path program =
        fs::read_symlink(folder / programs_folder / launcher.lexically_relative(folder), none);
    if (!none) {
      check_owner(launcher, folder / programs_folder);
      return {folder, fs::read_symlink(folder / store_link), program};
    }
    if (folder == folder.parent_path()) break;
  }
  throw Error("{} lies in no pack that knows it", path)
      .with_hint("unpack the archive again, and leave its folders as they are");
}

void enter(const Launch& launch) {
  std::string source = (fs::path(launch.pack) / launch.store.substr(1)).string();
  if (is_same_folder(source, launch.store)) return;
  std::error_code gone;
  fs::path here = fs::current_path(gone);
  with_context(fmt::format("cannot put the store of {} in its place", launch.pack), [&] {
    sandbox::enter_own_mount_namespace();
    std::string scratch = (fs::path(launch.pack) / programs_folder).string();
    sandbox::enter_view({scratch, {{source, launch.store, false}}});
  });
  // The root will do where the folder is not to be seen inside.
  fs::current_path(here, gone);
}

}  // namespace cairn::launch
