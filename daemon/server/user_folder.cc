// SPDX-License-Identifier: GPL-3.0-or-later
// A folder with a name and an owner.
#include "daemon/server/user_folder.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/base/foreign_folder.hh"
#include "core/base/hand_over.hh"
#include "daemon/server/complain.hh"

#include <sys/stat.h>
#include <unistd.h>

namespace cairn::server {

void make_user_folder(const Layout& layout, const Peer& peer) {
  if (geteuid() != 0 || peer.user == 0) return;
  auto name = name_of_user(peer.user);
  if (!name) return;
  try {
    Fd state = open_directory(layout.physical_state());
    if (is_foreign_to_root(state.get())) return;
    Fd users = make_directory_at(make_directory_at(state.get(), "profiles").get(), "per-user");
    auto there = status_at(users.get(), *name);
    // That of root was made by a daemon that was killed before it gave it away.
    if (there && (there->st_uid != 0 || !S_ISDIR(there->st_mode))) return;
    Fd made = make_directory_at(users.get(), *name);
    checked(fchown(made.get(), peer.user, peer.group), "cannot give it to them");
  } catch (const Error& error) {
    complain(
        fmt::format("cannot make a folder for the profiles of {}: {}", *name, error.message()));
  }
}

}  // namespace cairn::server
