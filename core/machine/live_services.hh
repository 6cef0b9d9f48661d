// SPDX-License-Identifier: GPL-3.0-or-later
// The folder that is watched for services: what lies in it runs.
#pragma once

#include "core/base/fd.hh"
#include "core/machine/service_changes.hh"

#include <ctime>

namespace cairn::machine {

class LiveServices {
 public:
  // Those in the folder PATH below ROOT, which is borrowed; PATH is made when it is missing.
  LiveServices(int root, const std::string& path);

  RunningServices running() const;

  // The process of the service NAME, as digits; "" while it has none.
  std::string process(const std::string& name) const;

  // Let SERVICE appear, complete or not at all, for whoever watches the folder; or let it be run
  // from another definition when it is started next.
  void add(const Service& service);
  void change(const Service& service);
  // NAME, which was stopped, is watched no more: else it would be started again as soon as who
  // keeps it ends. Returns where it lies until forget_retired().
  std::string retire(const std::string& name);
  void forget_retired();

  // Make the folder look as if it had changed a while ago: runsvdir waits for the end of the second
  // in which it did, else.
  void settle();

 private:
  int root_;
  std::string retired_;  // the path of the folder for those that are watched no more
  Fd folder_;
  Fd state_;       // the folder around it: what is not complete yet
  time_t before_;  // when the folder changed, as far as who watches it knows
};

}  // namespace cairn::machine
