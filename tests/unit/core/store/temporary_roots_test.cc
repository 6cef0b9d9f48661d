// SPDX-License-Identifier: GPL-3.0-or-later
// What processes need, kept while they live.
#include "core/store/temporary_roots.hh"

#include "tests/unit/core/store/test_store.hh"

#include <catch2/catch.hpp>
#include <chrono>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>

namespace cairn {

using test::path_named;

namespace {

StorePathSet roots_now(const Layout& layout) {
  CollectorLock lock(layout);
  return read_temporary_roots(layout, lock);
}

std::size_t files(const Layout& layout) {
  Fd folder = open_directory(layout.physical_state() + "/temproots");
  return list_directory(folder.get()).size();
}

}  // namespace

TEST_CASE("temporary roots live as long as their owner", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  CHECK(files(place.layout) == 0);
  {
    TemporaryRoots roots(place.layout);
    roots.add(path_named("a"));
    roots.add({path_named("a"), path_named("b")});
    CHECK(roots_now(place.layout) == StorePathSet{path_named("a"), path_named("b")});
    CHECK(files(place.layout) == 1);
  }
  CHECK(files(place.layout) == 0);
  CHECK(roots_now(place.layout).empty());
}

TEST_CASE("a collector gets its turn among those who add without a pause", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  std::vector<pid_t> adders;
  for (int number = 0; number < 8; ++number) {
    adders.push_back(test::start([&] {
      auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
      while (std::chrono::steady_clock::now() < end) {
        AdditionLock lock(place.layout);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      return true;
    }));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  for (int turn = 0; turn < 10; ++turn) CollectorLock lock(place.layout);
  int running = 0;
  for (pid_t adder : adders) {
    running += waitpid(adder, nullptr, WNOHANG) == 0 ? 1 : 0;
    kill(adder, SIGKILL);
    test::status_of(adder);
  }
  CHECK(running == 8);
}

TEST_CASE("who holds the lock adds under it, and others wait in their turn", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  TemporaryRoots roots(place.layout);
  Pipe begin = make_pipe();
  pid_t collector = test::start([&] {  // before there is a lock that it would share
    char byte;
    FdSource(begin.read_end.get(), "a pipe").read_exactly({&byte, 1});
    CollectorLock waits(place.layout);
    return read_temporary_roots(place.layout, waits) == StorePathSet{path_named("a")};
  });
  std::optional<AdditionLock> lock(place.layout);
  write_fully(begin.write_end.get(), "x", "a pipe");
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  roots.add({path_named("a")}, *lock);
  CHECK(waitpid(collector, nullptr, WNOHANG) == 0);
  lock.reset();
  CHECK(test::status_of(collector) == 0);
}

TEST_CASE("the roots of one process can be limited", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  TemporaryRoots roots(place.layout);
  roots.limit(store.dir().print(path_named("a")).size() + 1);
  roots.add(path_named("a"));
  CHECK_THROWS_WITH(roots.add(path_named("b")), Catch::Contains("cannot keep more than"));
  CHECK(roots_now(place.layout) == StorePathSet{path_named("a")});
}

TEST_CASE("the temporary roots of a killed process are deleted", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Pipe ready = make_pipe();
  pid_t child = test::start([&] {
    TemporaryRoots roots(place.layout);
    roots.add(path_named("a"));
    write_fully(ready.write_end.get(), "x", "a pipe");
    pause();
    return true;
  });
  char byte;
  FdSource(ready.read_end.get(), "a pipe").read_exactly({&byte, 1});
  CHECK(roots_now(place.layout) == StorePathSet{path_named("a")});
  kill(child, SIGKILL);
  test::status_of(child);
  CHECK(files(place.layout) == 1);
  CHECK(roots_now(place.layout).empty());
  CHECK(files(place.layout) == 0);
}

TEST_CASE("a collector can tell that roots were added", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  auto additions = [&] { return CollectorLock(place.layout).additions; };
  std::uint64_t before = additions();
  CHECK(additions() == before);
  store.temporary_roots().add(path_named("a"));
  std::uint64_t after = additions();
  CHECK(after > before);
  store.temporary_roots().add(path_named("a"));  // is known
  CHECK(additions() == after);
}

TEST_CASE("nobody adds a root while a collector holds its lock", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  Pipe begin = make_pipe(), done = make_pipe();
  char byte = 0;
  // Started before the lock is taken: a fork would hold it too.
  pid_t child = test::start([&] {
    FdSource(begin.read_end.get(), "a pipe").read_exactly({&byte, 1});
    TemporaryRoots roots(place.layout);
    roots.add(path_named("a"));
    write_fully(done.write_end.get(), "x", "a pipe");
    pause();
    return true;
  });
  {
    CollectorLock lock(place.layout);
    write_fully(begin.write_end.get(), "x", "a pipe");
    usleep(100000);
    CHECK(read_temporary_roots(place.layout, lock).empty());
  }
  FdSource(done.read_end.get(), "a pipe").read_exactly({&byte, 1});
  CHECK(roots_now(place.layout) == StorePathSet{path_named("a")});
  kill(child, SIGKILL);
  test::status_of(child);
}

TEST_CASE("a root that could not be written whole does not spoil the next", "[core/store]") {
  test::StorePlace place;
  Store store(place.layout);
  CHECK(test::holds_in_child([&] {
    TemporaryRoots roots(place.layout);
    roots.add(path_named("a"));
    // A limit on the size of files stands for a full disk: the write is cut short, then refused.
    signal(SIGXFSZ, SIG_IGN);
    rlimit limit{80, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
    std::string message = test::message_of([&] { roots.add(path_named("b")); });
    limit.rlim_cur = RLIM_INFINITY;
    setrlimit(RLIMIT_FSIZE, &limit);
    roots.add(path_named("c"));
    return message == "cannot write the temporary roots: File too large" &&
           roots_now(place.layout) == StorePathSet{path_named("a"), path_named("c")};
  }));
}

}  // namespace cairn
