// SPDX-License-Identifier: GPL-3.0-or-later
// What happens between the fork of a sandbox and its program: process 1 of the sandbox, and the
// builder that it starts.
#pragma once

#include "core/base/error.hh"
#include "core/base/fd.hh"
#include "core/sandbox/spawner.hh"
#include "core/sandbox/spec.hh"

#include <linux/filter.h>
#include <vector>

namespace cairn::sandbox {

struct Inside {
  const Spec& spec;
  const Builtin& builtin;
  const std::vector<sock_filter>& filter;
  // The user on the machine that the builder is; 0 when that is the user who runs us.
  uid_t machine_user;
  Fd output;   // the builder's standard output and error
  Fd channel;  // gets a record of how it ended, or of why it did not start
};

// Be process 1 of the new sandbox: set it up, start the builder, wait for it, tell how it ended.
// When process 1 ends the kernel kills what is left, so nothing outlives the builder.
[[noreturn]] void run_first_process(Inside inside);

// How an end looks on its way to the engine: a letter, a number or a text, a NUL.
std::string record_of(const SandboxEnd& end);
std::string record_of(const Error& error);
// The first record in BYTES; nothing when it holds none.
SandboxEnd parse_record(std::string_view bytes);

}  // namespace cairn::sandbox
