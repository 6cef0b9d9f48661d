// SPDX-License-Identifier: GPL-3.0-or-later
// Progress: a fold of what happens during builds into what a person is shown. Pure: the clock is
// handed in, nothing is written. ProgressWriter puts it on standard error.
#pragma once

#include "core/event/event.hh"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cairn {

using ProgressTime = std::chrono::steady_clock::time_point;

struct ProgressStyle {
  enum class Amount {
    quiet,    // what goes wrong
    usual,    // what begins and ends, too
    verbose,  // and what builders say
  };
  Amount amount = Amount::usual;
  bool is_live = false;           // what runs is shown by status(), so its begin needs no line
  StoreDir store{};               // how derivations are named
  std::string command = "cairn";  // how hints begin
  // What a line of a log becomes before it is shown: places of scripts turn into the user's own.
  using Rewrite = std::function<std::string(std::string line)>;
  Rewrite rewrite = {};
};

// A line to stay, without its end; nothing in it disturbs a terminal.
struct ProgressLine {
  enum class Kind { plain, log, warning, failure, hint };
  Kind kind;
  std::string text;
  bool operator==(const ProgressLine&) const = default;
};

// "12s", "3m05s", "2h03m".
std::string duration_text(std::chrono::seconds duration);

class Progress {
 public:
  explicit Progress(ProgressStyle style) : style_(std::move(style)) {}

  // The lines that EVENT, which happened at NOW, gives.
  std::vector<ProgressLine> hear(const Event& event, ProgressTime now);

  // What goes on at NOW, for the bottom of a terminal: lines shorter than COLUMNS, at most MOST.
  std::vector<std::string> status(ProgressTime now, std::size_t columns, std::size_t most) const;

 private:
  struct Job {
    StorePath derivation;
    ProgressTime started;
    std::string line;             // the beginning of one that is not complete yet
    std::deque<std::string> log;  // the last lines
  };
  using Lines = std::vector<ProgressLine>;

  Lines tell(const BuildStarted& event, ProgressTime now);
  Lines tell(const BuildLogged& event, ProgressTime now);
  Lines tell(const BuildEnded& event, ProgressTime now);
  Lines tell(const BuildsProgressed& event, ProgressTime now);
  Lines tell(const Waiting& event, ProgressTime now);
  Lines tell(const Warned& event, ProgressTime now);
  Lines tell(const Noted& event, ProgressTime now);

  Job* find_job(const StorePath& derivation);
  void end_line(Job& job, Lines& lines) const;
  Lines failure(const Job& job, const std::string& reason) const;
  std::string counts() const;
  bool shows(ProgressStyle::Amount amount) const { return style_.amount >= amount; }

  ProgressStyle style_;
  std::vector<Job> jobs_;  // in the order of their beginning
  BuildsProgressed counts_;
  std::string waiting_;  // for what; empty: for nothing
};

}  // namespace cairn
