// SPDX-License-Identifier: GPL-3.0-or-later
// Updates on standard error.
#include "cli/update_display.hh"

#include "cli/live_line.hh"
#include "cli/terminal.hh"
#include "core/base/size_text.hh"

#include <memory>
#include <unistd.h>

namespace cairn {

namespace {

FetchProgress fetching() {
  auto line = std::make_shared<LiveLine>(STDERR_FILENO);
  return [line](std::size_t received, std::size_t all, std::size_t bytes) {
    line->show([&] {
      return fmt::format("  received {} of {} objects, {}", received, all, size_text(bytes));
    });
  };
}

AuthenticationProgress authenticating() {
  auto line = std::make_shared<LiveLine>(STDERR_FILENO);
  return [line](std::size_t done, std::size_t all) {
    line->show([&] { return fmt::format("  authenticated {} of {} commits", done, all); });
  };
}

}  // namespace

UpdateDisplay update_display() {
  return {note, fetching, authenticating};
}

}  // namespace cairn
