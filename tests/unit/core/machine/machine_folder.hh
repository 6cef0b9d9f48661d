// SPDX-License-Identifier: GPL-3.0-or-later
// A folder in memory that is the root of a machine, and a system for it.
#pragma once

#include "core/base/files.hh"
#include "core/machine/accounts.hh"

#include <string>

namespace cairn::test {

class MachineFolder {
 public:
  MachineFolder();
  ~MachineFolder();
  MachineFolder(MachineFolder&&) = delete;

  int root() const { return root_.get(); }
  const std::string& path() const { return path_; }
  // The file or link PATH, absolute on the machine; folders on the way are made.
  void write(const std::string& file, const std::string& content, mode_t mode = 0644);
  void link(const std::string& file, const std::string& target);
  std::string read(const std::string& file) const;
  // Where the link FILE points; empty when it is none.
  std::string target(const std::string& file) const;
  bool has(const std::string& file) const;
  struct stat status(const std::string& file) const;

 private:
  std::string path_;
  Fd root_;
};

// A system with the users root, who is whoever runs the test, and `alice`, their groups and a home.
machine::SystemDeclaration small_system();
machine::Accounts accounts_for(const machine::SystemDeclaration& system);

// What systems of tests differ in. Each has root, and the folder /var/lib/x.
struct WrittenSystem {
  std::string name;
  std::string message = "";  // in /etc/motd
  std::string user = "";     // one more user
  std::string service = "";  // the service folder of `web`, which is vital; made with a script
};
// The item of SYSTEM, written to the store of MACHINE.
std::string write_system(MachineFolder& machine, const WrittenSystem& system);

// Whether files can be given to others; says "skip: ..." when not.
bool can_give_files_away();

}  // namespace cairn::test
