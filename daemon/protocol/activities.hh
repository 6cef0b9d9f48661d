// SPDX-License-Identifier: GPL-3.0-or-later
// Events as the protocol tells them, to a client and by it.
#pragma once

#include "core/event/event.hh"
#include "daemon/protocol/duplex.hh"
#include "daemon/protocol/frames.hh"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace cairn::protocol {

// The one table, read from left to right by ActivityWriter and from right to left by
// ActivityReader:
//   BuildStarted      StartActivity 105 (derivation, "", 1, 1)
//   BuildLogged       ActivityResult 101 (line) of that activity, one for each line
//   BuildEnded        when it failed ActivityResult 1000 (reason); then StopActivity
//   BuildsProgressed  ActivityResult 105 (done, expected, running, failed) of an activity 104
//   Waiting           StartActivity 111 with the text, stopped when something else happens
//   Warned, Noted     Line, with and without "warning: " in front
// Numbers of Nix, but for build_failed: who does not know it passes over it.
enum class ActivityType : std::uint64_t { builds = 104, build = 105, build_waiting = 111 };
enum class ResultType : std::uint64_t { log_line = 101, progress = 105, build_failed = 1000 };

inline constexpr std::size_t line_limit = 64 * 1024;  // bytes; longer lines are sent in pieces
// Bytes kept for a client that does not read meanwhile. Beyond it lines of builders are left out,
// for they can be had from the log; whatever else happens is kept, and is no more than was planned.
inline constexpr std::size_t unsent_limit = 1024 * 1024;

// Says events to a client. Between start and end of a request only. A client that reads slowly, or
// not for a while, holds nothing up: what it does not take is sent later.
class ActivityWriter : public EventSink {
 public:
  // Activities are numbered from FIRST_ID on.
  ActivityWriter(Duplex& duplex, std::uint64_t first_id) : duplex_(duplex), next_id_(first_id) {}
  void send(const Event& event) override;
  int unsent_fd() const override;
  void send_rest() override;
  // Ends what is still open, before the reply.
  void finish();

 private:
  struct Build {
    std::uint64_t id;
    std::string line;  // its beginning, as far as it has been logged
    bool has_gap;      // lines were left out since the last one that was sent
  };

  void tell(const BuildStarted& event);
  void tell(const BuildLogged& event);
  void tell(const BuildEnded& event);
  void tell(const BuildsProgressed& event);
  void tell(const Waiting& event);
  void tell(const Warned& event);
  void tell(const Noted& event);
  void say(const Frame& frame) { write_frame(duplex_.out(), frame); }
  std::uint64_t start(ActivityType type, std::uint64_t level, std::string text,
                      std::vector<Field> values);
  void stop(std::optional<std::uint64_t>& id);
  void tell_line(const Build& build, std::string line);
  void tell_gap(const StorePath& derivation, Build& build);

  Duplex& duplex_;
  std::uint64_t next_id_;
  std::map<StorePath, Build> builds_;
  std::optional<std::uint64_t> progress_;
  std::optional<std::uint64_t> waiting_;
};

// Hears frames and sends the events they tell to EVENTS; other frames are passed over.
class ActivityReader {
 public:
  ActivityReader(const StoreDir& store, EventSink& events) : store_(store), events_(events) {}
  void hear(const Frame& frame);

 private:
  struct Build {
    StorePath derivation;
    bool failed = false;
    std::string reason = {};
  };

  void hear_frame(const Line& line);
  void hear_frame(const StartActivity& started);
  void hear_frame(const ActivityResult& result);
  void hear_frame(const StopActivity& stopped);
  void hear_build(Build& build, const ActivityResult& result);

  const StoreDir& store_;
  EventSink& events_;
  std::map<std::uint64_t, Build> builds_;  // by activity
  std::set<std::uint64_t> progress_;       // activities that count builds
};

}  // namespace cairn::protocol
