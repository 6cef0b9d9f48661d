// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of other users.
#pragma once

#include <optional>
#include <string>

namespace cairn {

// Whose FOLDER is, where it is another user's and we cannot write in it: their name, or "user 7"
// where the machine knows none. Nothing for a folder of ours, or that is not there.
std::optional<std::string> foreign_owner(const std::string& folder);

}  // namespace cairn
