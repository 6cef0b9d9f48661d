// SPDX-License-Identifier: GPL-3.0-or-later
// Finding and executing programs.
#include "cli/beside.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <fcntl.h>
#include <unistd.h>

namespace cairn {

std::string program_beside(const std::string& name) {
  std::string self = read_link_at(AT_FDCWD, "/proc/self/exe");
  std::string folder = self.substr(0, self.rfind('/'));
  for (const char* way : {"/", "/../libexec/"}) {
    std::string program = folder + way + name;
    if (access(program.c_str(), X_OK) == 0) return program;
  }
  throw Error("cannot find {} beside {}", name, self).with_hint("install both programs together");
}

void become_program(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execvp(pointers.front(), pointers.data());
  // The statuses of shells.
  int status = errno == ENOENT ? 127 : 126;
  throw errno_error("cannot run {}", arguments.front()).with_status(static_cast<Exit>(status));
}

}  // namespace cairn
