// SPDX-License-Identifier: GPL-3.0-or-later
// Folders, made and given to their owners by descriptor alone: a link that somebody plants between
// two steps leads nowhere (T-07).
#include "core/machine/state_folders.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/machine/below.hh"

#include <algorithm>
#include <sys/stat.h>

namespace cairn::machine {

namespace {

// What is above comes first.
std::vector<StateFolder> outer_first(std::vector<StateFolder> folders) {
  std::ranges::stable_sort(folders, {}, &StateFolder::path);
  return folders;
}

void make_home(int root, const UserAccount& user, const Accounts& accounts) {
  Place place = place_below(root, user.home);
  if (status_at(place.folder.get(), place.name)) return;
  // Nobody but us can enter it before it is its owner's.
  Fd home = make_directory_at(place.folder.get(), place.name, 0);
  set_ownership(home.get(), accounts.user(user.name), accounts.group_of(user.group), 0700,
                user.home);
}

}  // namespace

void make_state_folders(int root, const SystemDeclaration& system, const Accounts& accounts) {
  for (const StateFolder& folder : outer_first(system.folders)) {
    Fd fd = make_folder_below(root, folder.path);
    const Ownership& ownership = folder.ownership;
    set_ownership(fd.get(), accounts.user(ownership.owner), accounts.group_of(ownership.group),
                  ownership.mode, folder.path);
  }
  for (const UserAccount& user : system.users) {
    if (user.create_home) {
      with_context(fmt::format("cannot make the home folder of {}", user.name),
                   [&] { make_home(root, user, accounts); });
    }
  }
}

}  // namespace cairn::machine
