// SPDX-License-Identifier: GPL-3.0-or-later
// Writing titles.
#include "cli/generation_title.hh"

#include <fmt/format.h>

namespace cairn {

std::string local_time(std::time_t time) {
  tm parts{};
  localtime_r(&time, &parts);
  char text[64];
  return std::string(text, std::strftime(text, sizeof text, "%b %d %Y %H:%M:%S", &parts));
}

std::string generation_title(const Generation& generation, bool is_current) {
  return fmt::format("Generation {}  {}{}", generation.number, local_time(generation.time),
                     is_current ? "  (current)" : "");
}

}  // namespace cairn
