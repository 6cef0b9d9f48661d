// SPDX-License-Identifier: GPL-3.0-or-later
// LiveLine: how far something is that is waited for, on the last line of a terminal: drawn anew at
// most ten times a second and taken away at the end. On anything but a terminal nothing is shown.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace cairn {

class LiveLine {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // On FD, which is borrowed.
  explicit LiveLine(int fd, Time begun = std::chrono::steady_clock::now());
  ~LiveLine();
  LiveLine(LiveLine&&) = delete;

  // Show what TEXT gives now, if the last drawing is old enough.
  void show(const std::function<std::string()>& text, Time now = std::chrono::steady_clock::now());

 private:
  void draw(const std::string& text);

  int fd_;
  bool is_live_;
  bool is_drawn_ = false;
  Time drawn_at_;  // at first: when the waiting began
};

}  // namespace cairn
