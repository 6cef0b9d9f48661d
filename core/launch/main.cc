// SPDX-License-Identifier: GPL-3.0-or-later
// cairn-launch: each launcher of a relocatable pack is a copy of this program.
#include "core/base/error.hh"
#include "core/launch/launch.hh"

#include <climits>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <sys/auxv.h>
#include <unistd.h>

namespace {

using namespace cairn;

// The path of this program, without links. Where /proc is missing only the path that it was started
// by is known, which for the interpreter of a script is that of the script.
std::string own_path() {
  char itself[PATH_MAX + 1];
  ssize_t length = readlink("/proc/self/exe", itself, PATH_MAX);
  if (length > 0) return {itself, static_cast<std::size_t>(length)};
  const char* started = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  std::unique_ptr<char, void (*)(void*)> path(realpath(started, nullptr), std::free);
  if (!path) throw errno_error("cannot find {}", started);
  return path.get();
}

}  // namespace

int main(int, char** arguments) {
  try {
    launch::Launch launch = launch::launch_of(own_path());
    launch::enter(launch);
    execv(launch.program.c_str(), arguments);
    throw errno_error("cannot run {}", launch.program);
  } catch (const cairn::Error& error) {
    std::cerr << arguments[0] << ": error: " << error.message() << "\n";
    if (!error.hint().empty()) std::cerr << "hint: " << error.hint() << "\n";
  } catch (const std::exception& error) {
    std::cerr << arguments[0] << ": error: " << error.what() << "\n";
  }
  return 127;  // as shells have it
}
