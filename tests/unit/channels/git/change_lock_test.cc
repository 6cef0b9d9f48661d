// SPDX-License-Identifier: GPL-3.0-or-later
// Who may change a repository, and the locks that others left or hold.
#include "channels/git/change_lock.hh"

#include "core/base/error.hh"
#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <unistd.h>

namespace cairn {

TEST_CASE("one changes a repository at a time", "[channels/git]") {
  TemporaryDirectory folder;
  {
    ChangeLock lock(folder.path());
    CHECK_FALSE(FileLock::try_now(folder.fd(), "cairn.lock", LockKind::exclusive));
  }
  CHECK(FileLock::try_now(folder.fd(), "cairn.lock", LockKind::exclusive));
}

TEST_CASE("the lock of a git at work is waited for and stays its own", "[channels/git]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "packed-refs.lock", "");
  bool is_let_go = false;
  std::thread git([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    is_let_go = unlinkat(folder.fd(), "packed-refs.lock", 0) == 0;
  });
  ChangeLock(folder.path()).free_file("packed-refs");
  git.join();
  CHECK(is_let_go);
}

TEST_CASE("the lock of a git that was killed goes", "[channels/git]") {
  TemporaryDirectory folder;
  write_file_at(folder.fd(), "packed-refs.lock", "");
  ChangeLock lock(folder.path());
  lock.free_file("packed-refs");
  CHECK_FALSE(status_at(folder.fd(), "packed-refs.lock"));
  make_directories(folder.path() + "/other.lock/sub");
  CHECK_THROWS_AS(lock.free_file("other"), Error);
}

TEST_CASE("all that is half made goes but the lock", "[channels/git]") {
  TemporaryDirectory folder;
  ChangeLock lock(folder.path());
  make_directories(folder.path() + "/objects/pack");
  lock.clear();
  CHECK(list_directory(folder.fd()) == std::vector<std::string>{"cairn.lock"});
}

}  // namespace cairn
