// SPDX-License-Identifier: GPL-3.0-or-later
// A machine from one system to another and back.
#include "core/machine/activate.hh"

#include "core/base/error.hh"
#include "core/base/lock.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

namespace cairn::machine {

using test::MachineFolder;
using test::write_system;

namespace {

// The line of USER in the machine's list of users; empty when there is none.
std::string line_of(const MachineFolder& machine, const std::string& user) {
  std::string text = "\n" + machine.read("/etc/passwd");
  std::size_t begin = text.find("\n" + user + ":");
  return begin == text.npos ? "" : text.substr(begin + 1, text.find('\n', begin + 1) - begin - 1);
}

}  // namespace

TEST_CASE("a machine goes to another system and back, and keeps what is its own",
          "[core/machine]") {
  MachineFolder machine;
  std::string one = write_system(machine, {.name = "one", .message = "first", .user = "alice"});
  std::string two = write_system(machine, {.name = "two", .message = "second", .user = "bob"});
  CHECK(current_system(machine.root()).empty());
  CHECK(activate(machine.root(), one) == declaration_of(machine.root(), one));
  CHECK(current_system(machine.root()) == one);
  std::string alice = line_of(machine, "alice");
  CHECK(!alice.empty());
  CHECK((machine.status("/etc/shadow").st_mode & 07777) == 0600);
  CHECK(machine.target("/etc/static") == one + "-etc");
  machine.write("/var/lib/x/data", "kept");
  activate(machine.root(), two);
  CHECK(!line_of(machine, "bob").empty());
  CHECK(line_of(machine, "alice").empty());
  CHECK(machine.target("/etc/static") == two + "-etc");
  activate(machine.root(), one);
  CHECK(line_of(machine, "alice") == alice);
  CHECK(machine.read("/var/lib/x/data") == "kept");
}

TEST_CASE("of two activations at once one waits", "[core/machine]") {
  MachineFolder machine;
  std::string one = write_system(machine, {.name = "one", .message = "first"});
  machine.write(activation_lock, "");
  std::optional<FileLock> held = FileLock::try_now(open_directory(machine.path() + "/run").get(),
                                                   "activation.lock", LockKind::exclusive);
  REQUIRE(held);
  std::atomic<bool> is_done = false;
  std::thread other([&] {
    activate(machine.root(), one);
    is_done = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  CHECK_FALSE(is_done);
  CHECK_FALSE(machine.has("/etc/passwd"));
  held.reset();
  other.join();
  CHECK(current_system(machine.root()) == one);
}

TEST_CASE("what is no system is refused before anything changes", "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/bad/system.json", "{}");
  CHECK_THROWS_WITH(
      activate(machine.root(), "/cairn/store/bad"),
      "cannot read the system /cairn/store/bad: the system's declaration has no 'version'");
  CHECK(!machine.has("/etc/passwd"));
}

}  // namespace cairn::machine
