// SPDX-License-Identifier: GPL-3.0-or-later
// Locks between processes.
#include "core/base/lock.hh"

#include "core/base/files.hh"

#include <catch2/catch.hpp>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cairn {

TEST_CASE("an exclusive lock keeps others out until it is let go", "[core/base]") {
  TemporaryDirectory folder;
  auto held = FileLock::try_now(folder.fd(), "lock", LockKind::exclusive);
  REQUIRE(held);
  CHECK(!FileLock::try_now(folder.fd(), "lock", LockKind::exclusive));
  CHECK(!FileLock::try_now(folder.fd(), "lock", LockKind::shared));
  held.reset();
  CHECK(FileLock::try_now(folder.fd(), "lock", LockKind::exclusive));
}

TEST_CASE("shared locks live together", "[core/base]") {
  TemporaryDirectory folder;
  auto one = FileLock::try_now(folder.fd(), "lock", LockKind::shared);
  auto other = FileLock::try_now(folder.fd(), "lock", LockKind::shared);
  CHECK((one && other));
}

TEST_CASE("a watch wakes when the holder of a lock is killed", "[core/base]") {
  TemporaryDirectory folder;
  Pipe ready = make_pipe();
  pid_t holder = fork();
  if (holder == 0) {
    auto held = FileLock::try_watched(folder.fd(), "lock");
    write_fully(ready.write_end.get(), "x", "the pipe");
    pause();
    _exit(0);
  }
  char byte;
  FdSource(ready.read_end.get(), "the pipe").read_exactly({&byte, 1});
  auto watch = LockWatch::of(folder.path(), "lock");
  REQUIRE(watch);
  REQUIRE(!FileLock::try_watched(folder.fd(), "lock"));
  pollfd watched{watch->fd(), POLLIN, 0};
  CHECK(poll(&watched, 1, 0) == 0);
  kill(holder, SIGKILL);
  waitpid(holder, nullptr, 0);
  CHECK(poll(&watched, 1, 5000) == 1);
  CHECK(FileLock::try_watched(folder.fd(), "lock"));
}

TEST_CASE("there is no watch of a lock that was let go", "[core/base]") {
  TemporaryDirectory folder;
  CHECK(!LockWatch::of(folder.path(), "lock"));
}

TEST_CASE("a watch is blind where the kernel gives no more of them", "[core/base]") {
  TemporaryDirectory folder;
  auto held = FileLock::try_watched(folder.fd(), "lock");
  REQUIRE(held);
  REQUIRE(LockWatch::of(folder.path(), "lock")->fd() >= 0);
  rlimit usual{};
  getrlimit(RLIMIT_NOFILE, &usual);
  auto watch = [&] {
    rlimit none{3, usual.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    AtEnd end([&] { setrlimit(RLIMIT_NOFILE, &usual); });
    return LockWatch::of(folder.path(), "lock");
  }();
  REQUIRE(watch);
  CHECK(watch->fd() == -1);
}

TEST_CASE("a lock that root makes in the folder of another user is that user's", "[core/base]") {
  if (geteuid() != 0) return;
  TemporaryDirectory folder;
  REQUIRE(fchown(folder.fd(), 65534, 65534) == 0);
  FileLock::wait(folder.fd(), "new", LockKind::exclusive);
  CHECK(status_at(folder.fd(), "new")->st_uid == 65534);
  write_file_at(folder.fd(), "there", "");
  FileLock::wait(folder.fd(), "there", LockKind::exclusive);
  CHECK(status_at(folder.fd(), "there")->st_uid == 0);
}

}  // namespace cairn
