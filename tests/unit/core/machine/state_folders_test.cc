// SPDX-License-Identifier: GPL-3.0-or-later
// Folders for what is kept; T-07: a home that somebody swaps while it is made.
#include "core/machine/state_folders.hh"

#include "core/base/error.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>
#include <unistd.h>

namespace cairn::machine {

using test::accounts_for;
using test::MachineFolder;
using test::small_system;

namespace fs = std::filesystem;

TEST_CASE("folders are made, and what is in them stays", "[core/machine]") {
  if (!test::can_give_files_away()) return;
  MachineFolder machine;
  SystemDeclaration system = small_system();
  system.folders = {{"/var/lib/x", {"alice", "users", 0750}}, {"/tmp", {"root", "root", 01777}}};
  Accounts accounts = accounts_for(system);
  make_state_folders(machine.root(), system, accounts);
  CHECK(machine.status("/var/lib/x").st_uid == accounts.user("alice"));
  CHECK((machine.status("/var/lib/x").st_mode & 07777) == 0750);
  CHECK((machine.status("/tmp").st_mode & 07777) == 01777);
  CHECK(machine.status("/home/alice").st_uid == accounts.user("alice"));
  CHECK((machine.status("/home/alice").st_mode & 07777) == 0700);
  machine.write("/home/alice/letter", "Dear Bob");
  machine.write("/var/lib/x/data", "1");
  CHECK(chmod((machine.path() + "/home/alice").c_str(), 0755) == 0);
  make_state_folders(machine.root(), system, accounts);
  CHECK(machine.read("/home/alice/letter") == "Dear Bob");
  CHECK(machine.read("/var/lib/x/data") == "1");
  CHECK((machine.status("/home/alice").st_mode & 07777) == 0755);
}

namespace {

// Swaps PLACE between a folder and a link to CANARY until told to stop, as its owner could.
class Swapper {
 public:
  Swapper(const std::string& place, const std::string& canary)
      : thread_([this, place, canary] { swap(place, canary); }) {}
  ~Swapper() {
    ends_ = true;
    thread_.join();
  }

 private:
  void swap(const std::string& place, const std::string& canary) {
    while (!ends_) {
      std::error_code ignored;
      fs::create_directory(place, ignored);
      rmdir(place.c_str());
      fs::create_symlink(canary, place, ignored);
      unlink(place.c_str());
    }
  }

  std::atomic<bool> ends_{false};
  std::thread thread_;
};

// How often WORK was done while the swapper was there before the canary changed hands; -1: never.
int tries_until_given_away(MachineFolder& machine, const std::function<void()>& work) {
  machine.write("/root/canary/shadow", "root's own", 0600);
  Swapper swapper(machine.path() + "/home/alice/mail", machine.path() + "/root/canary");
  for (int i = 0; i < 3000; ++i) {
    try {
      work();
    } catch (const std::exception&) {
      // A link was in the way.
    }
    if (machine.status("/root/canary").st_uid != geteuid()) return i;
  }
  return -1;
}

}  // namespace

TEST_CASE("T-07: a folder that is swapped for a link gives nothing away", "[core/machine]") {
  if (!test::can_give_files_away()) return;
  MachineFolder machine;
  SystemDeclaration system = small_system();
  Accounts accounts = accounts_for(system);
  make_state_folders(machine.root(), system, accounts);
  system.folders = {{"/home/alice/mail", {"alice", "users", 0755}}};
  CHECK(tries_until_given_away(
            machine, [&] { make_state_folders(machine.root(), system, accounts); }) == -1);
}

TEST_CASE("T-07: control: by name, the folder would be given away", "[core/machine]") {
  if (!test::can_give_files_away()) return;
  MachineFolder machine;
  SystemDeclaration system = small_system();
  Accounts accounts = accounts_for(system);
  make_state_folders(machine.root(), system, accounts);
  std::string place = machine.path() + "/home/alice/mail";
  CHECK(tries_until_given_away(machine, [&] {
          fs::create_directory(place);
          if (chown(place.c_str(), accounts.user("alice"), 0) < 0) throw errno_error("no");
        }) >= 0);
}

}  // namespace cairn::machine
