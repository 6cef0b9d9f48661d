// SPDX-License-Identifier: GPL-3.0-or-later
// A machine in namespaces of its own: process 1 is its init, its network is its own, its files are
// a folder of this machine.
#pragma once

#include "core/base/fd.hh"
#include "core/sandbox/step.hh"

#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn::machine {

struct Container {
  std::string folder;        // what the machine keeps: /etc, /home, /root and /var
  std::string scratch;       // an empty folder, on which its root is mounted
  std::string store_source;  // the store's folder on this machine
  std::string store_target;  // where the store is inside
  std::string system;        // the item of the system, as a path inside
  std::string host_name;
};

// What must be done, in order, once a file system is mounted on the scratch folder.
std::vector<sandbox::Step> steps_for_container(const Container& container);

class RunningContainer {
 public:
  // Start CONTAINER: activate its system, then let its init start the services. Returns when init
  // runs. Throws what went wrong inside.
  explicit RunningContainer(const Container& container);
  // Ends all its processes.
  ~RunningContainer();
  RunningContainer(RunningContainer&&) = delete;

  // Its process 1, as this machine counts.
  pid_t init() const { return init_; }
  // Readable when init has ended.
  int end() const { return end_.get(); }

 private:
  pid_t keeper_ = -1;  // our child, which waits for init
  pid_t init_ = -1;
  Fd end_;
};

// Be in the network of the container whose process 1 is INIT, and else where we are. An ordinary
// user is root over that network.
void enter_network(pid_t init);

// Do WORK as root of the container whose process 1 is INIT, and return what it returns: at most
// 60 KiB. What it throws is thrown here.
std::string run_inside(pid_t init, const std::function<std::string()>& work);

}  // namespace cairn::machine
