// SPDX-License-Identifier: GPL-3.0-or-later
// EngineProcess: a private engine, a cairn-daemon that serves us alone and ends when we hang up.
#pragma once

#include "core/base/fd.hh"
#include "core/item/store_path.hh"

#include <string>
#include <sys/types.h>
#include <utility>

namespace cairn {

// Where a store is, as its engine is told.
struct EnginePlace {
  std::string root = {};  // "" or an absolute folder that all lies below
  StoreDir store{};
  std::string state = "/var/cairn";
  std::string program = {};  // cairn-daemon; "": the one that was installed with this program
};

class EngineProcess {
 public:
  // Start one for PLACE; it talks at the socket that is returned with it.
  static std::pair<EngineProcess, Fd> start(const EnginePlace& place);
  // Waits for its end, which comes at once when our end of the socket is closed.
  ~EngineProcess();
  EngineProcess(EngineProcess&& other) noexcept : process_(std::exchange(other.process_, -1)) {}

  pid_t id() const { return process_; }

 private:
  explicit EngineProcess(pid_t process) : process_(process) {}

  pid_t process_;
};

}  // namespace cairn
