// SPDX-License-Identifier: GPL-3.0-or-later
// Where what can be found out again is kept for the user.
#pragma once

#include <optional>
#include <string>

namespace cairn {

// "cairn" in the user's folder for caches; empty where there is none. XDG, the environment's
// XDG_CACHE_HOME, counts if it is absolute, as its specification says.
std::string choose_cache_home(const std::optional<std::string>& xdg,
                              const std::optional<std::string>& home);

// The same, of this process.
std::string cache_home();

}  // namespace cairn
