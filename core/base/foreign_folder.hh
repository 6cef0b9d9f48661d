// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of other users.
#pragma once

#include "core/base/error.hh"

#include <optional>
#include <string>

namespace cairn {

// Whose FOLDER is, where it is another user's and we cannot write in it: their name, or "user 7"
// where the machine knows none. Nothing for a folder of ours, or that is not there.
std::optional<std::string> foreign_owner(const std::string& folder);

// What WORK in FOLDER returns; an Error that leaves it says first whose FOLDER is, where it is
// another user's, and has the HINT then.
template <typename Work>
auto told_of_owner(const std::string& folder, const std::string& hint, Work&& work) {
  try {
    return work();
  } catch (Error& error) {
    if (auto owner = foreign_owner(folder)) {
      error.while_doing(fmt::format("{} belongs to {}", folder, *owner)).with_hint(hint);
    }
    throw;
  }
}

}  // namespace cairn
