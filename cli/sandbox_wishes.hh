// SPDX-License-Identifier: GPL-3.0-or-later
// What a command line says of a sandbox for a program, and what is made of it. Pure, but for
// looking at the folders that it names.
#pragma once

#include "cli/option.hh"
#include "core/item/store_path.hh"
#include "core/sandbox/spec.hh"

#include <string>
#include <vector>

namespace cairn {

struct SandboxWishes {
  bool wished = false;
  bool network = false;
  std::vector<std::string> shared;
  std::vector<std::string> exposed;
};

Options sandbox_options(SandboxWishes& wishes);

// What WISHES shows of this machine, at the same places; STORE is where the sandbox has the store.
// Throws when something is not there, or would hide what the sandbox itself shows; and when no
// sandbox is wished, but details of one.
std::vector<sandbox::Bind> shared_binds(const SandboxWishes& wishes, const StoreDir& store);

// WANTED where one of BINDS shows it, else HOME.
std::string working_directory_in(const std::vector<sandbox::Bind>& binds, const std::string& wanted,
                                 const std::string& home);

}  // namespace cairn
