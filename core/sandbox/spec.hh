// SPDX-License-Identifier: GPL-3.0-or-later
// Spec: one sandboxed process as a value. What it does not name does not exist inside.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace cairn::sandbox {

// A place inside that shows a place outside.
struct Bind {
  std::string source;  // on this machine
  std::string target;  // inside, absolute
  bool writable = false;
  auto operator<=>(const Bind&) const = default;
};

// What the process is: a program to execute, or one of the functions that the spawner was given.
enum class Entry : unsigned char { program, builtin };

// Test-only: each attack's positive control switches off the one defence it is about. The product
// never sets any of them.
struct Weaknesses {
  bool share_network = false;   // the spawner's network: the machine's until it has made another
  bool share_ipc = false;       // no System V and POSIX message queues of its own
  bool no_seccomp = false;      // no filter of system calls
  bool keep_processes = false;  // wait for what the builder left running instead of ending it
  bool keep_root = false;       // stay the user who set the sandbox up, with all capabilities
  bool operator==(const Weaknesses&) const = default;
};

struct Spec {
  Entry entry = Entry::program;
  std::string program;                      // absolute inside; for a builtin its name
  std::vector<std::string> arguments = {};  // all of them: the first is the program's name
  std::map<std::string, std::string> environment = {};
  std::string working_directory = "/";
  std::string store_source = {};        // the store's folder on this machine
  std::string store_target = {};        // where the store is inside
  std::vector<std::string> items = {};  // base names of the store items to show there
  std::string store_folder = {};        // on this machine: STORE inside, where outputs appear
  bool keeps_mounts = false;            // the items stay mounted there for further sandboxes
  std::string scratch = {};             // a private folder on this machine: see below
  std::string mount_point = {};         // an empty folder: see steps_for_all()
  std::vector<Bind> binds = {};         // what else is shown
  bool network = false;                 // the machine's own: for the fetcher, never for a builder
  Weaknesses weaknesses = {};
  bool operator==(const Spec&) const = default;
};

// In a scratch folder the engine makes these before it starts the sandbox.
inline constexpr const char* scratch_build = "build";  // /build inside
inline constexpr const char* scratch_tmp = "tmp";      // /tmp inside

// The one user inside.
inline constexpr unsigned sandbox_user = 30001;

}  // namespace cairn::sandbox
