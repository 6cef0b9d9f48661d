// SPDX-License-Identifier: GPL-3.0-or-later
// Paths of a machine, reached from the open directory that is its root. No link is followed on the
// way but those of the store: what users own on the machine may be swapped at any moment.
#pragma once

#include "core/base/fd.hh"

#include <string>
#include <sys/types.h>

namespace cairn::machine {

// The folder PATH, absolute, below ROOT; folders that are missing are made, owned by who makes
// them.
Fd make_folder_below(int root, const std::string& path);

// The folder that holds PATH, and the last component of PATH.
struct Place {
  Fd folder;
  std::string name;
};
Place place_below(int root, const std::string& path);

// The file or folder PATH below ROOT, for reading. The system's own links are followed, but none
// leads out of ROOT: for paths in the store, which nobody can change.
Fd open_item_below(int root, const std::string& path);

// Whether NAME in the open folder FOLDER is where something is mounted: engines for containers put
// files and folders of their own into a machine, and these are not ours to change.
bool is_mounted(int folder, const std::string& name);

// Whoever owns the file FD, and whatever its mode is: make it OWNER's and GROUP's, with MODE. WHAT
// names it in errors. There is no moment in which it has the rights of both.
void set_ownership(int fd, uid_t owner, gid_t group, mode_t mode, const std::string& what);

}  // namespace cairn::machine
