// SPDX-License-Identifier: GPL-3.0-or-later
// Which modules of a load path speak of something.
#pragma once

#include "cli/evaluation/load_path.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn {

using ModuleName = std::vector<std::string>;

// The names of the modules of PATH whose text holds WORD, sorted; one that another hides is left
// out.
std::vector<ModuleName> modules_with(const LoadPath& path, std::string_view word);

}  // namespace cairn
