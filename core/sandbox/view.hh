// SPDX-License-Identifier: GPL-3.0-or-later
// View: the machine as it is, but with some folders at other places: how a store below a user's
// folder is seen as /cairn/store. plan is pure (steps_for_view), enter_view() does it.
#pragma once

#include "core/sandbox/step.hh"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cairn::sandbox {

struct View {
  std::string scratch;      // a folder on this machine: the new root is put together on it
  std::vector<Bind> binds;  // what lies elsewhere; no target may be below another one
};

// The names in a folder, links to folders among the others.
struct FolderContent {
  std::set<std::string> folders;
  std::set<std::string> others;
};

// The folders above the targets of VIEW, from "/" down: what must be listed to plan it.
std::vector<std::string> folders_above_targets(const View& view);

// What must be done once a file system is mounted on VIEW's scratch folder. Each entry of "/" is
// shown as a whole; only where a target is missing in its folder is that folder made anew and shown
// entry by entry. MACHINE has the content of each of folders_above_targets() that exists.
std::vector<Step> steps_for_view(const View& view,
                                 const std::map<std::string, FolderContent>& machine);

// Make VIEW the root of this process, which has a mount namespace of its own. The working directory
// is the new root.
void enter_view(const View& view);

}  // namespace cairn::sandbox
