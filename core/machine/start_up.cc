// SPDX-License-Identifier: GPL-3.0-or-later
// From an item to services that wait to be started.
#include "core/machine/start_up.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"
#include "core/machine/activate.hh"
#include "core/machine/below.hh"
#include "core/machine/live_services.hh"

#include <sys/stat.h>
#include <unistd.h>

namespace cairn::machine {

SystemDeclaration start_up(int root, const std::string& item) {
  umask(022);
  SystemDeclaration system = activate(root, item);
  Place services = place_below(root, system.init.folder);
  remove_tree_at(services.folder.get(), services.name);
  LiveServices live(root, system.init.folder);
  for (const Service* service : required_first(system)) live.add(*service);
  live.settle();
  return system;
}

void become_watcher(const SystemDeclaration& system) {
  std::string program = system.init.watch;
  // The folder to watch is its one argument.
  checked(chdir(system.init.folder.c_str()), "cannot enter {}", system.init.folder);
  std::string folder = ".";
  char* arguments[] = {program.data(), folder.data(), nullptr};
  // It finds the program that keeps one service in PATH.
  std::string path =
      fmt::format("PATH={}:/run/current-system/profile/bin", program.substr(0, program.rfind('/')));
  char* environment[] = {path.data(), nullptr};
  execve(program.c_str(), arguments, environment);
  throw errno_error("cannot run {}", program);
}

}  // namespace cairn::machine
