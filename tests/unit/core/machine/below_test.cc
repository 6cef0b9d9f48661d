// SPDX-License-Identifier: GPL-3.0-or-later
// Paths of a machine on which others plant links.
#include "core/machine/below.hh"

#include "core/base/error.hh"
#include "tests/unit/core/machine/machine_folder.hh"

#include <catch2/catch.hpp>

namespace cairn::machine {

using test::MachineFolder;

TEST_CASE("folders of a machine are made, and none through a link", "[core/machine]") {
  MachineFolder machine;
  make_folder_below(machine.root(), "/var/lib/x");
  CHECK(machine.has("/var/lib/x"));
  machine.link("/home", machine.path() + "/var");
  CHECK_THROWS_AS(make_folder_below(machine.root(), "/home/alice"), Error);
  CHECK(!machine.has("/var/alice"));
  CHECK(place_below(machine.root(), "/var/lib/file").name == "file");
}

TEST_CASE("an item is opened through the store's links, but not out of the machine",
          "[core/machine]") {
  MachineFolder machine;
  machine.write("/cairn/store/a/file", "inside");
  machine.link("/cairn/store/b/file", "/cairn/store/a/file");
  machine.link("/cairn/store/b/out", "../../../../../../../../etc/passwd");
  Fd file = open_item_below(machine.root(), "/cairn/store/b/file");
  FdSource content(file.get(), "the file");
  CHECK(read_all(content, 100, "the file") == "inside");
  CHECK_THROWS_AS(open_item_below(machine.root(), "/cairn/store/b/out"), Error);
}

TEST_CASE("a file has the rights of nobody while it changes its owner", "[core/machine]") {
  if (!test::can_give_files_away()) return;
  MachineFolder machine;
  machine.write("/file", "content", 0777);
  Fd file = open_at(machine.root(), "file", 0);
  set_ownership(file.get(), 1234, 1235, 0640, "the file");
  CHECK(machine.status("/file").st_uid == 1234);
  CHECK(machine.status("/file").st_gid == 1235);
  CHECK((machine.status("/file").st_mode & 07777) == 0640);
}

}  // namespace cairn::machine
