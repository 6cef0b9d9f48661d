// SPDX-License-Identifier: GPL-3.0-or-later
// What cairn-daemon was asked for, read by one table of options.
#pragma once

#include "core/store/layout.hh"

#include <span>
#include <string>

namespace cairn::server {

struct CommandLine {
  enum class Action { listen, serve_one, rebuild, print_help, print_version };
  Action action = Action::listen;
  Layout layout = {};
  std::string socket = {};  // where to listen
  int session = -1;         // the open socket to serve
};

// ARGUMENTS do not hold the program's name. Throws, with status misused, for what is not known.
CommandLine parse_command_line(std::span<const char* const> arguments);

std::string help_text();

}  // namespace cairn::server
