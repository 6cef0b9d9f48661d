// SPDX-License-Identifier: GPL-3.0-or-later
// EndWatch: a descriptor that becomes readable when the client hangs up or a signal asks the
// process to end. Such signals wait as long as it lives: what is under way can be ended in order.
#pragma once

#include "core/base/fd.hh"

#include <signal.h>

namespace cairn::server {

class EndWatch {
 public:
  explicit EndWatch(int client);
  ~EndWatch();
  EndWatch(EndWatch&&) = delete;

  int fd() const { return either_.get(); }

 private:
  sigset_t before_;
  Fd signals_;
  Fd either_;
};

}  // namespace cairn::server
