// SPDX-License-Identifier: GPL-3.0-or-later
// The systems that packages can be built for.
#pragma once

#include <string>
#include <string_view>

namespace cairn {

inline constexpr std::string_view supported_systems[] = {"x86_64-linux"};

// Throws, naming those that there are, unless SYSTEM is one of them.
void check_system(const std::string& system);

}  // namespace cairn
