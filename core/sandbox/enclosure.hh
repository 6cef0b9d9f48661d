// SPDX-License-Identifier: GPL-3.0-or-later
// Enclosure: a program that a user runs among nothing but its store items, as a value. Unlike a
// builder it stays the user, keeps the terminal, and has a home folder.
#pragma once

#include "core/sandbox/step.hh"

#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn::sandbox {

struct Enclosure {
  std::vector<std::string> command = {};  // the first is the program, absolute inside
  std::map<std::string, std::string> environment = {};
  std::string working_directory = "/";
  std::string scratch = {};             // an empty folder, on which the root is mounted
  std::string store_source = {};        // the store's folder on this machine
  std::string store_target = {};        // where the store is inside
  std::vector<std::string> items = {};  // base names of the store items to show there
  std::string user = {};                // the name of who runs it
  uid_t user_id = 0;
  gid_t group_id = 0;
  std::string home = {};          // the folder on this machine that is the home folder inside
  std::vector<Bind> shared = {};  // what else is shown
  std::vector<std::string> machine_settings = {};  // names in /proc to close: root owns them
  bool network = false;                            // the machine's own; else none
};

std::string home_inside(const Enclosure& enclosure);

// What must be done, in order, once a file system is mounted on ENCLOSURE's scratch folder.
std::vector<Step> steps_for_enclosure(const Enclosure& enclosure);

}  // namespace cairn::sandbox
