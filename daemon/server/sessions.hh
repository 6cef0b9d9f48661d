// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions: the processes that serve clients, one each. They end with this value, and with their
// parent whatever happens to it.
#pragma once

#include "core/base/fd.hh"
#include "core/store/layout.hh"
#include "daemon/server/settings.hh"

#include <map>
#include <sys/types.h>

namespace cairn::server {

class Sessions {
 public:
  Sessions(Layout layout, EngineSettings settings)
      : layout_(std::move(layout)), settings_(std::move(settings)) {}
  // Ends all: asks, waits a while, then kills.
  ~Sessions();
  Sessions(Sessions&&) = delete;

  // What counts for clients that come from now on.
  void use(EngineSettings settings) { settings_ = std::move(settings); }
  // Serve CLIENT in a new process, or tell it there why not.
  void start(Fd client);
  // Forget those that have ended.
  void reap();
  std::size_t count() const { return users_.size(); }

 private:
  std::size_t count_of(uid_t user) const;

  Layout layout_;
  EngineSettings settings_;
  std::map<pid_t, uid_t> users_;  // by process
  bool is_ending_ = false;        // so that they end is no news
};

}  // namespace cairn::server
