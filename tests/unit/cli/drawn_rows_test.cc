// SPDX-License-Identifier: GPL-3.0-or-later
// What a signal leaves on a terminal.
#include "cli/drawn_rows.hh"

#include "core/base/child.hh"
#include "core/base/fd.hh"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <fcntl.h>
#include <functional>
#include <pty.h>
#include <signal.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace cairn {

namespace {

struct Ended {
  std::string written;
  int status;  // as a shell counts it
};

// How a process ends that does WORK in front of a terminal and then gets SIGNAL. What it wrote is
// read when it has ended.
Ended ended_by(int signal, const std::function<void()>& work, bool is_ignored = false) {
  int outer = -1;
  pid_t child = forkpty(&outer, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    // The test's own program has handlers for what ends it.
    ::signal(signal, is_ignored ? SIG_IGN : SIG_DFL);
    work();
    raise(signal);
    _exit(7);
  }
  Fd terminal(outer);
  Ended ended{{}, status_of(child)};
  char piece[4096];
  for (ssize_t count; (count = read(outer, piece, sizeof piece)) > 0;) {
    ended.written.append(piece, static_cast<std::size_t>(count));
  }
  return ended;
}

// Tells of each of ROWS, and draws nothing.
std::function<void()> noting(const std::vector<std::size_t>& rows) {
  return [rows] {
    for (std::size_t count : rows) draw_rows(STDERR_FILENO, count, [] {});
  };
}

// As many bytes as the terminal takes while nobody reads it.
void fill_terminal() {
  int flags = fcntl(STDERR_FILENO, F_GETFL);
  fcntl(STDERR_FILENO, F_SETFL, flags | O_NONBLOCK);
  while (write(STDERR_FILENO, "x", 1) == 1) {
  }
  fcntl(STDERR_FILENO, F_SETFL, flags);
}

}  // namespace

TEST_CASE("rows are erased from the last to the first", "[cli]") {
  CHECK(erasure_of(0) == "");
  CHECK(erasure_of(1) == "\r\x1b[J");
  CHECK(erasure_of(12) == "\r\x1b[11A\x1b[J");
}

TEST_CASE("a signal takes what is drawn off the terminal and ends the process", "[cli]") {
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Ended ended = ended_by(signal, noting({1, 13}));
    CHECK(ended.written == "\r\x1b[12A\x1b[J");
    CHECK(ended.status == 128 + signal);
  }
  CHECK(ended_by(SIGINT, noting({1})).written == "\r\x1b[J");
}

TEST_CASE("where nothing is drawn any more a signal writes nothing", "[cli]") {
  Ended ended = ended_by(SIGINT, noting({2, 0}));
  CHECK(ended.written == "");
  CHECK(ended.status == 128 + SIGINT);
}

TEST_CASE("a signal ends a process in the background, which draws nothing", "[cli]") {
  Ended ended = ended_by(SIGTERM, [] {
    pid_t child = fork();
    if (child == 0) {
      setpgid(0, 0);
      noting({3})();
      raise(SIGTERM);
      _exit(7);
    }
    if (status_of(child) != 128 + SIGTERM) _exit(8);
  });
  CHECK(ended.written == "");
  CHECK(ended.status == 128 + SIGTERM);
}

TEST_CASE("a signal takes off what another thread is drawing when it comes", "[cli]") {
  Ended ended = ended_by(SIGTERM, [] {
    std::atomic<bool> is_drawing = false;
    std::thread drawing([&] {
      draw_rows(STDERR_FILENO, 2, [&] {
        is_drawing = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        static_cast<void>(write(STDERR_FILENO, "drawn", 5) < 0);
      });
      pause();
    });
    while (!is_drawing) std::this_thread::yield();
    kill(getpid(), SIGTERM);  // to this thread: the process's first
    drawing.join();
  });
  CHECK(ended.written == "drawn\r\x1b[01A\x1b[J");
  CHECK(ended.status == 128 + SIGTERM);
}

TEST_CASE("a signal waits for no drawing that does not end, nor for its own thread", "[cli]") {
  Ended ended = ended_by(SIGTERM, [] {
    alarm(20);
    draw_rows(STDERR_FILENO, 2, [] { raise(SIGTERM); });
  });
  CHECK(ended.written == "");
  CHECK(ended.status == 128 + SIGTERM);
  ended = ended_by(SIGTERM, [] {
    alarm(20);
    std::atomic<bool> is_drawing = false;
    std::thread drawing([&] {
      draw_rows(STDERR_FILENO, 2, [&] {
        is_drawing = true;
        for (;;) pause();
      });
    });
    while (!is_drawing) std::this_thread::yield();
    raise(SIGTERM);
  });
  CHECK(ended.written == "");
  CHECK(ended.status == 128 + SIGTERM);
}

TEST_CASE("a signal ends a process whose terminal nobody reads", "[cli]") {
  Ended ended = ended_by(SIGTERM, [] {
    alarm(20);
    fill_terminal();
    noting({3})();
  });
  CHECK(ended.written.find('\x1b') == std::string::npos);
  CHECK(ended.status == 128 + SIGTERM);
}

TEST_CASE("a signal that is ignored stays so", "[cli]") {
  Ended ended = ended_by(SIGHUP, noting({1}), true);
  CHECK(ended.written == "");
  CHECK(ended.status == 7);
}

}  // namespace cairn
