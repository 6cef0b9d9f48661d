// SPDX-License-Identifier: GPL-3.0-or-later
// Running programs of the machine, such as git, for the user and with the user's rights.
#pragma once

#include <string>
#include <vector>

namespace cairn {

// A program of PATH with its arguments.
using CommandLine = std::vector<std::string>;

// Whether the machine has PROGRAM in PATH.
bool has_program(const std::string& program);

// What COMMAND prints on standard output, without line ends at its end. Throws when it cannot be
// run or ends with another status than 0, naming it; what it said on standard error the user has
// seen.
std::string output_of(const CommandLine& command);

// The same, for one that prints nothing that is wanted: that goes to standard error.
void run_program(const CommandLine& command);

// Its status, for one that may fail; what it prints is thrown away.
int status_of(const CommandLine& command);

}  // namespace cairn
