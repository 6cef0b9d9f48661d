// SPDX-License-Identifier: GPL-3.0-or-later
// cairn-launch: each launcher of a relocatable pack is a copy of this program.
#include "core/base/error.hh"
#include "core/launch/launch.hh"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <sys/auxv.h>
#include <unistd.h>

namespace {

using namespace cairn;

// The path that this program was started by, without links.
std::string own_path() {
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
