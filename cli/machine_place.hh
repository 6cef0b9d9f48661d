// SPDX-License-Identifier: GPL-3.0-or-later
// MachinePlace: the machine that belongs to a store: the generations of its system, its files, and
// whether it runs now, as a container.
#pragma once

#include "cli/place.hh"
#include "core/base/lock.hh"
#include "core/machine/container.hh"
#include "core/profile/generations.hh"
#include "daemon/client/engine.hh"

namespace cairn {

class MachinePlace {
 public:
  explicit MachinePlace(const Place& place);

  const Profile& generations() const { return generations_; }
  // The current generation; throws with a hint when there is none.
  Generation current() const;
  // The right to change what the machine is, from its plan to its generation; of two at once one
  // waits, and says so.
  FileLock change() const;
  // Make ITEM, which ENGINE keeps, the current generation unless it is already.
  void show(Engine& engine, const StorePath& item) const;
  // The path of ITEM as the machine sees it.
  std::string seen(const StorePath& item) const { return place_.store.print(item); }

  // The folder on this machine that is the root for paths in the store.
  Fd store_root() const;

  // The folder on this machine that holds a folder of logs for each service.
  std::string logs() const { return folder_ + "/root/var/log"; }

  machine::Container container_of(const StorePath& item, const std::string& host_name) const;
  // Process 1 of the machine while it runs.
  std::optional<pid_t> init() const;

  // The right to be the one that runs it. Nothing when it runs.
  std::optional<FileLock> try_running() const;
  // Tell others, while that right is held, who process 1 is.
  void tell_init(pid_t init) const;

 private:
  Place place_;
  Profile generations_;
  std::string folder_;  // of the machine's files and of what is known of it
};

}  // namespace cairn
