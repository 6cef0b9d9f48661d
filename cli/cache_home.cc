// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing the folder for caches.
#include "cli/cache_home.hh"

#include <cstdlib>

namespace cairn {

namespace {

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace

std::string choose_cache_home(const std::optional<std::string>& xdg,
                              const std::optional<std::string>& home) {
  if (xdg && xdg->starts_with('/')) return *xdg + "/cairn";
  if (home && home->starts_with('/')) return *home + "/.cache/cairn";
  return "";
}

std::string cache_home() {
  return choose_cache_home(variable("XDG_CACHE_HOME"), variable("HOME"));
}

}  // namespace cairn
