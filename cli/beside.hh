// SPDX-License-Identifier: GPL-3.0-or-later
// Other programs in place of this one.
#pragma once

#include <string>
#include <vector>

namespace cairn {

// The program NAME that was installed with this one. Throws when it is not there.
std::string program_beside(const std::string& name);

// Go on as the program ARGUMENTS.front(), which is looked for in PATH when it has no slash.
[[noreturn]] void become_program(std::vector<std::string> arguments);

}  // namespace cairn
