// SPDX-License-Identifier: GPL-3.0-or-later
// What new roots have in common, whoever they are for.
#pragma once

#include "core/sandbox/step.hh"

#include <string>
#include <vector>

namespace cairn::sandbox {

// A few devices, and terminals of its own, in the folder ROOT/dev.
void add_devices(const std::string& root, std::vector<Step>& steps);

// The folders above TARGET, an absolute path inside.
void add_folders_above(const std::string& root, const std::string& target,
                       std::vector<Step>& steps);

// Mount an empty file system on the folder SCRATCH and do STEPS, which fill it and enter it. This
// process has a mount namespace of its own.
void enter_new_root(const std::string& scratch, const std::vector<Step>& steps);

}  // namespace cairn::sandbox
