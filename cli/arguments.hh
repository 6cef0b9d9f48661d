// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a command line. What is misused is an Error with the status of that and a hint.
#pragma once

#include "cli/option.hh"
#include "cli/verb.hh"

#include <string>
#include <vector>

namespace cairn {

using Arguments = std::vector<std::string>;

// Whether ARGUMENT asks for help.
bool is_help(const std::string& argument);

// Put what ARGUMENTS say where OPTIONS want it. TITLE ("cairn hash") names the command in hints.
void read_arguments(const Options& options, Arguments arguments, Reading reading,
                    const std::string& title);

// Throws when an operand that must be given was not, or a path is empty.
void check_operands(const Options& options, const std::string& title);

// Take the arguments before the first operand off ARGUMENTS, and put what they say where OPTIONS
// want it.
void take_leading_options(const Options& options, Arguments& arguments, const std::string& title);

}  // namespace cairn
