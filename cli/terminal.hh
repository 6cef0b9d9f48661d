// SPDX-License-Identifier: GPL-3.0-or-later
// What a descriptor leads to, and messages on standard error.
#pragma once

#include "core/base/error.hh"

#include <cstddef>
#include <optional>
#include <string_view>

namespace cairn {

bool is_terminal(int fd);

// Whether FD is a terminal that lines can be drawn on anew.
bool is_smart_terminal(int fd);

// Whether what goes to FD may have colours: a terminal, and NO_COLOR does not forbid it.
bool wants_colour(int fd);

struct TerminalSize {
  std::size_t columns;
  std::size_t rows;
};
TerminalSize terminal_size(int fd);

// Say on standard error "cairn: error: ..." and, on a line of its own, the hint.
void report(const Error& error);

// Say TEXT, which may be of strangers, on a line of standard error.
void note(std::string_view text);
void warn(std::string_view text);

}  // namespace cairn
