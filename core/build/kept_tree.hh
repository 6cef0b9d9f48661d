// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of a failed build for whoever asked for it: a copy, written with that user's own rights.
// Nothing is ever given away by changing its owner (T-06).
#pragma once

#include "core/build/settings.hh"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cairn {

// Copy ENTRY of the open folder DIRECTORY into a new folder for temporary files, as OWNER. NAME
// becomes part of the folder's. Returns the copy's path; throws when it could not be made.
std::string keep_tree(int directory, const std::string& entry, std::string_view name,
                      const std::optional<Owner>& owner, const std::function<void()>& go_on);

}  // namespace cairn
