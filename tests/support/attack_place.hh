// SPDX-License-Identifier: GPL-3.0-or-later
// Where attacks are run: sandboxes and builds that hold the program of tests/attacks/programs, and
// the people outside: an accomplice, and another user of the machine.
#pragma once

#include "tests/support/sandbox.hh"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cairn::test {

// The program with all attacks, on this machine.
std::string attack_program();

// Sandboxes with busybox's applets and `attack` in their PATH.
class AttackPlace {
 public:
  AttackPlace();

  // A Spec that runs SCRIPT with one defence switched off, or with none.
  sandbox::Spec script(const std::string& script, sandbox::Weaknesses weaknesses = {});
  // What SCRIPT prints. The sandbox must have been started.
  std::string output_of(const std::string& script, sandbox::Weaknesses weaknesses = {});

  // The item that holds `attack`, and beside it a file "file" that says "original".
  static constexpr const char* item = "11111111111111111111111111111111-attack";

  SandboxPlace place;
  Spawner spawner;
};

// A program that runs while the test goes on; let go of, it is killed.
class Started {
 public:
  Started(Spawner& spawner, const sandbox::Spec& spec);
  // Wait for its end; what it printed.
  std::string output();
  // Wait until it has printed LINE, at most ten seconds; whether it has.
  bool has_printed(const std::string& line);
  const std::string& printed() const { return printed_; }

 private:
  Pipe pipe_;
  std::optional<SandboxProcess> process_;
  std::string printed_;
};

// An accomplice on this machine, who waits for descriptors. ADDRESS is "abstract:NAME" or a path.
class Accomplice {
 public:
  explicit Accomplice(const std::string& address);
  // The first descriptor that comes within PATIENCE.
  std::optional<Fd> receive(std::chrono::milliseconds patience);

 private:
  Fd listener_;
};

// A name for an abstract socket that nobody else has.
std::string fresh_address();

// What SCRIPT prints that runs outside of any sandbox, with `attack` in its PATH.
std::string output_outside(const std::string& script);

// Whether there can be an outsider: only root can become somebody else.
bool has_outsider();
// What WORK returns in a process of its own.
std::string in_process(const std::function<std::string()>& work);
// What WORK returns in a process of another user of this machine, who is in GROUPS.
std::string as_outsider(const std::function<std::string()>& work,
                        const std::vector<gid_t>& groups = {});

// "done" or the errno's name: what the last system call with RESULT did.
std::string outcome(long result);

// The process on this machine whose command line holds MARK; 0 when there is none.
pid_t process_with(const std::string& mark);

}  // namespace cairn::test
