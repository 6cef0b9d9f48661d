// SPDX-License-Identifier: GPL-3.0-or-later
// A sandbox for tests: a scratch folder, a store with Debian's static busybox, a run to the end.
#pragma once

#include "core/base/files.hh"
#include "core/sandbox/spawner.hh"

#include <string>

namespace cairn::test {

struct Ran {
  SandboxEnd end;
  std::string output;
};

// A store folder that holds busybox as one item, and scratch folders for sandboxes.
class SandboxPlace {
 public:
  SandboxPlace();

  // The item with a link for each of busybox's applets; its bin folder is the PATH inside.
  static constexpr const char* busybox = "00000000000000000000000000000000-busybox";

  std::string store() const { return folder_.path() + "/store"; }
  const std::string& path() const { return folder_.path(); }

  // A Spec that runs SCRIPT in busybox's shell, in a scratch folder of its own.
  sandbox::Spec script(const std::string& script);

 private:
  TemporaryDirectory folder_;
  unsigned count_ = 0;
};

// Start SPEC and wait for its end.
Ran run(Spawner& spawner, const sandbox::Spec& spec);

}  // namespace cairn::test
