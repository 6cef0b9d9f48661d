// SPDX-License-Identifier: GPL-3.0-or-later
// Printing results.
#include "cli/results.hh"

#include "cli/terminal.hh"
#include "cli/visible.hh"
#include "core/base/error.hh"

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace cairn {

Results::Results()
    : sink_(STDOUT_FILENO, "standard output"), is_terminal_(cairn::is_terminal(STDOUT_FILENO)) {}

void Results::line(std::string_view text) {
  write(text);
  sink_.write("\n");
}

void Results::write(std::string_view bytes) {
  sink_.write(is_terminal_ ? visible(bytes) : bytes);
}

void Results::json(const nlohmann::json& value) {
  // File names need not be UTF-8, but JSON must.
  line(value.dump(is_terminal_ ? 2 : -1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void Results::finish() {
  sink_.flush();
}

void refuse_terminal(std::string_view example) {
  if (!is_terminal(STDOUT_FILENO)) return;
  throw Error("standard output is a terminal, and archives are not for reading", Exit::misused)
      .with_hint(std::string(example));
}

}  // namespace cairn
