// SPDX-License-Identifier: GPL-3.0-or-later
// Programs of the machine, for tests that compare with them.
#pragma once

#include <string>

namespace cairn::test {

// What the shell's COMMAND prints. Throws when it fails.
std::string output_of_shell(const std::string& command);

}  // namespace cairn::test
