// SPDX-License-Identifier: GPL-3.0-or-later
// Mounts that stay.
#include "core/sandbox/store_mounts.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/sandbox/step.hh"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>

namespace cairn::sandbox {

void StoreMounts::show(const std::string& folder, const std::string& source,
                       const std::vector<std::string>& items) {
  Shown& shown = shown_in(folder);
  Fd store = open_directory(source);
  for (const std::string& item : items) {
    Identity identity = identity_of(store.get(), item);
    auto before = shown.find(item);
    if (before != shown.end() && before->second == identity) continue;
    std::string from = source + "/" + item;
    std::string place = folder + "/" + item;
    // Somebody put the item there anew, and it may be of another kind.
    if (before != shown.end()) {
      clear(place);
      shown.erase(before);
    }
    perform(ShowPath{from, place});
    shown.insert_or_assign(item, identity);
  }
}

void StoreMounts::forget(const std::string& folder) {
  if (folders_.erase(folder) == 0) return;
  checked(umount2(folder.c_str(), MNT_DETACH), "cannot let go of {}", folder);
}

StoreMounts::Shown& StoreMounts::shown_in(const std::string& folder) {
  auto found = folders_.find(folder);
  if (found == folders_.end()) {
    checked(mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr), "cannot show {}",
            folder);
    found = folders_.emplace(folder, Shown{}).first;
  }
  return found->second;
}

StoreMounts::Identity StoreMounts::identity_of(int store, const std::string& item) {
  struct stat status {};
  checked(fstatat(store, item.c_str(), &status, AT_SYMLINK_NOFOLLOW), "cannot look at {}", item);
  return {status.st_dev, status.st_ino};
}

void StoreMounts::clear(const std::string& place) {
  checked(umount2(place.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW), "cannot let go of {}", place);
  checked(remove(place.c_str()), "cannot delete {}", place);
}

}  // namespace cairn::sandbox
