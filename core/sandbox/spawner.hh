// SPDX-License-Identifier: GPL-3.0-or-later
// Spawner: the small process that starts sandboxes. Forked before the engine grows, it lives in a
// mount namespace in which it may mount (for an ordinary user: inside a user namespace), and takes
// Specs over a socket. When the engine dies, it and all sandboxes die with it.
#pragma once

#include "core/base/fd.hh"
#include "core/sandbox/spec.hh"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>

namespace cairn {

// A function that may run inside a sandbox in place of a program. Returns the exit status.
using Builtin = std::function<int(const sandbox::Spec& spec)>;

// How a sandbox ended.
struct SandboxEnd {
  enum class Kind : char { exited = 'E', signalled = 'S', not_started = 'N' };
  Kind kind = Kind::not_started;
  int code = 0;              // exit status or signal number
  std::string message = {};  // for not_started: what could not be done, and what to change
};

// A sandbox that runs. Letting go of it ends everything inside, a moment later.
class SandboxProcess {
 public:
  explicit SandboxProcess(Fd channel) : channel_(std::move(channel)) {}
  // Readable when advance() has something to do.
  int fd() const { return channel_.get(); }
  // Call when fd() is readable. The end, once no process of the sandbox is left.
  std::optional<SandboxEnd> advance();
  // End everything inside; advance() tells when that is done.
  void kill();
  // Wait for the end.
  SandboxEnd wait();

 private:
  Fd channel_;
  std::string record_;
};

class Spawner {
 public:
  // STORE is the store's folder on this machine; BUILTIN runs Specs whose entry is builtin.
  Spawner(const std::string& store, Builtin builtin);
  ~Spawner();
  Spawner(Spawner&& other) noexcept;

  // Start SPEC with standard output and error going to OUTPUT and standard input /dev/null.
  // What cannot be started is told by the process's end.
  SandboxProcess start(const sandbox::Spec& spec, const Fd& output);

  // Let go of what Specs that keep their mounts left mounted in FOLDER, which no sandbox uses now.
  void forget_mounts(const std::string& folder);

 private:
  // One of its own for what has a network: this one has left the machine's.
  Spawner& with_network();

  std::string store_;
  Builtin builtin_;
  std::unique_ptr<Spawner> with_network_;
  bool is_for_network_ = false;
  Fd socket_;
  pid_t process_ = -1;
};

}  // namespace cairn
