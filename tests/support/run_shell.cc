// SPDX-License-Identifier: GPL-3.0-or-later
// Running the shell.
#include "tests/support/run_shell.hh"

#include "core/base/error.hh"

#include <array>
#include <cstdio>

namespace cairn::test {

std::string output_of_shell(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) throw errno_error("cannot run the shell");
  std::string printed;
  std::array<char, 4096> buffer{};
  while (std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    printed.append(buffer.data(), count);
  }
  if (pclose(pipe) != 0) throw Error("{} failed", command);
  return printed;
}

}  // namespace cairn::test
