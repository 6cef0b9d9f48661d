// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing environ.
#include "cli/environment.hh"

#include <cstdlib>
#include <unistd.h>

namespace cairn {

Environment own_environment() {
  Environment environment;
  for (char** entry = environ; entry && *entry; ++entry) {
    std::string_view text = *entry;
    std::size_t end = text.find('=');
    if (end != text.npos) environment.emplace(text.substr(0, end), text.substr(end + 1));
  }
  return environment;
}

Environment purified(const Environment& environment) {
  Environment kept;
  for (const char* name : {"DISPLAY", "HOME", "LOGNAME", "SHELL", "TERM", "TZ", "USER",
                           "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR"}) {
    auto found = environment.find(name);
    if (found != environment.end()) kept.insert(*found);
  }
  return kept;
}

Environment sandboxed(const Environment& environment) {
  Environment kept;
  for (const auto& [name, value] : environment) {
    if (name == "TERM" || name == "LANG" || name.starts_with("LC_")) kept.emplace(name, value);
  }
  return kept;
}

void become_environment(const Environment& environment) {
  clearenv();
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
}

}  // namespace cairn
