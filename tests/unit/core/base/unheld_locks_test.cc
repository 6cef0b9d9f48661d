// SPDX-License-Identifier: GPL-3.0-or-later
// Locks of the dead and of the living.
#include "core/base/unheld_locks.hh"

#include "core/base/files.hh"
#include "core/base/lock.hh"

#include <algorithm>
#include <catch2/catch.hpp>

namespace cairn {

TEST_CASE("lock files that nobody holds are deleted, and nothing else", "[core/base]") {
  TemporaryDirectory folder;
  for (const char* name : {"dead.lock", "held.lock", "other"}) write_file_at(folder.fd(), name, "");
  make_directory_at(folder.fd(), "folder.lock");
  auto held = FileLock::try_now(folder.fd(), "held.lock", LockKind::exclusive);
  REQUIRE(held);
  delete_unheld_locks(folder.path());
  auto names = list_directory(folder.fd());
  std::ranges::sort(names);
  CHECK(names == std::vector<std::string>{"folder.lock", "held.lock", "other"});
  CHECK_NOTHROW(delete_unheld_locks(folder.path() + "/absent"));
}

}  // namespace cairn
