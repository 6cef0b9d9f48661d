// SPDX-License-Identifier: GPL-3.0-or-later
// The handler of ending signals. It may only do what signal-safety(7) lists.
#include "cli/drawn_rows.hh"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <string_view>
#include <unistd.h>

namespace cairn {

namespace {

constexpr int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};
constexpr std::size_t most_rows = 99;  // that the handler can write down

std::atomic<int> terminal = -1;
std::atomic<std::size_t> drawn_rows = 0;
std::atomic<pid_t> drawing_thread = 0;  // 0: nobody is drawing

// For half a second, which is long for a drawing and short for who wants to end it. The thread that
// draws cannot go on while a handler runs in it.
void wait_for_drawing() {
  for (int i = 0; i < 500; ++i) {
    pid_t thread = drawing_thread;
    if (thread == 0 || thread == gettid()) return;
    poll(nullptr, 0, 1);
  }
}

// Whether what is drawn is still where it was, and a write would not wait: a process in the
// background has what others wrote above its cursor, and a terminal that nobody reads takes
// nothing.
bool can_erase() {
  pollfd watched{terminal, POLLOUT, 0};
  return tcgetpgrp(terminal) == getpgrp() && poll(&watched, 1, 0) > 0 &&
         (watched.revents & POLLOUT);
}

void erase(std::size_t rows) {
  std::size_t up = std::min(rows, most_rows) - 1;
  char move[] = "\r\x1b[00A\x1b[J";
  move[3] = static_cast<char>('0' + up / 10);
  move[4] = static_cast<char>('0' + up % 10);
  // On some terminals 0 rows up are one.
  std::string_view text = up > 0 ? std::string_view(move, sizeof move - 1) : "\r\x1b[J";
  static_cast<void>(write(terminal, text.data(), text.size()) < 0);  // nobody can be told
}

void erase_and_end(int number) {
  signal(number, SIG_DFL);  // whatever happens here, another one ends the process
  wait_for_drawing();
  std::size_t rows = drawn_rows.exchange(0);
  if (rows > 0 && can_erase()) erase(rows);
  // It is blocked until this returns, and ends the process then.
  raise(number);
}

void handle_ending_signals() {
  struct sigaction ours {};
  ours.sa_handler = erase_and_end;
  ours.sa_flags = SA_RESTART;
  for (int number : ending_signals) {
    struct sigaction before {};
    // What was told to be ignored, as nohup does, stays so.
    if (sigaction(number, nullptr, &before) != 0 || before.sa_handler != SIG_DFL) continue;
    sigaction(number, &ours, nullptr);
  }
}

}  // namespace

std::string erasure_of(std::size_t rows) {
  if (rows == 0) return "";
  std::string up = rows > 1 ? fmt::format("\x1b[{}A", rows - 1) : "";
  return "\r" + up + "\x1b[J";
}

void draw_rows(int fd, std::size_t rows, const std::function<void()>& draw) {
  if (terminal.exchange(fd) < 0) handle_ending_signals();
  drawing_thread = gettid();
  drawn_rows = 0;
  draw();
  drawn_rows = rows;
  drawing_thread = 0;
}

}  // namespace cairn
