// SPDX-License-Identifier: GPL-3.0-or-later
// What happened, as values. The engine sends them up; the command folds them into what a person
// sees.
#pragma once

#include "core/item/store_path.hh"

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

namespace cairn {

struct BuildStarted {
  StorePath derivation;
  bool operator==(const BuildStarted&) const = default;
};
struct BuildLogged {  // a piece of a builder's output, not always whole lines
  StorePath derivation;
  std::string text;
  bool operator==(const BuildLogged&) const = default;
};
struct BuildEnded {
  StorePath derivation;
  bool succeeded = false;
  std::string reason;  // why not, empty when it did
  bool operator==(const BuildEnded&) const = default;
};
struct BuildsProgressed {  // of the builds that the session's current request needs
  std::uint64_t done = 0;
  std::uint64_t expected = 0;
  std::uint64_t running = 0;
  std::uint64_t failed = 0;
  bool operator==(const BuildsProgressed&) const = default;
};
struct Waiting {  // for something that another process does
  std::string text;
  bool operator==(const Waiting&) const = default;
};
struct Warned {
  std::string text;  // a second line may say "hint: " and what to do
  bool operator==(const Warned&) const = default;
};
struct Noted {
  std::string text;
  bool operator==(const Noted&) const = default;
};

using Event =
    std::variant<BuildStarted, BuildLogged, BuildEnded, BuildsProgressed, Waiting, Warned, Noted>;

class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void send(const Event& event) = 0;

  // A descriptor that becomes writable when send_rest() has something to do; -1: nothing is left.
  // Who waits for long between two events waits for this one too.
  virtual int unsent_fd() const { return -1; }
  virtual void send_rest() {}
};

// For callers that nobody listens to.
class NoEvents : public EventSink {
 public:
  void send(const Event&) override {}
};

}  // namespace cairn
