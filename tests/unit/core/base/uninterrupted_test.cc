// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that signals interrupt.
#include "core/base/uninterrupted.hh"

#include "core/base/child.hh"
#include "core/base/error.hh"
#include "core/base/fd.hh"

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <unistd.h>

namespace cairn {

namespace {

std::atomic<int> caught = 0;

// Calls are not begun again by the kernel after a signal that is caught without SA_RESTART.
void catch_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { ++caught; };
  sigaction(SIGUSR1, &action, nullptr);
}

}  // namespace

TEST_CASE("a read that a signal interrupts is made again", "[core/base]") {
  catch_signals();
  caught = 0;
  Pipe pipe = make_pipe();
  pid_t child = checked(fork(), "cannot start a process");
  if (child == 0) {
    for (int i = 0; i < 3; ++i) {
      usleep(20'000);
      kill(getppid(), SIGUSR1);
    }
    usleep(20'000);
    write_fully(pipe.write_end.get(), "x", "a pipe");
    _exit(0);
  }
  char byte = 0;
  ssize_t count = uninterrupted([&] { return read(pipe.read_end.get(), &byte, 1); });
  reap(child);
  signal(SIGUSR1, SIG_DFL);
  CHECK(count == 1);
  CHECK(byte == 'x');
  CHECK(caught == 3);
}

TEST_CASE("a call that fails otherwise is made once", "[core/base]") {
  int calls = 0;
  int result = uninterrupted([&] {
    ++calls;
    errno = EIO;
    return -1;
  });
  CHECK(result == -1);
  CHECK(calls == 1);
}

}  // namespace cairn
