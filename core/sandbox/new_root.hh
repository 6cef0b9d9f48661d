// SPDX-License-Identifier: GPL-3.0-or-later
// What new roots have in common, whoever they are for.
#pragma once

#include "core/sandbox/step.hh"

#include <string>
#include <vector>

namespace cairn::sandbox {

// A few devices in the folder FOLDER, and places for what add_own_devices() adds.
void add_shared_devices(const std::string& folder, std::vector<Step>& steps);

// All devices of a root that is nobody else's, in the folder FOLDER.
void add_devices(const std::string& folder, std::vector<Step>& steps);

// Terminals and shared memory of its own, in the folder FOLDER.
void add_own_devices(const std::string& folder, std::vector<Step>& steps);

// The folders above TARGET, an absolute path inside.
void add_folders_above(const std::string& root, const std::string& target,
                       std::vector<Step>& steps);

// Mount an empty file system on the folder SCRATCH and do STEPS, which fill it and enter it. This
// process has a mount namespace of its own.
void enter_new_root(const std::string& scratch, const std::vector<Step>& steps);

}  // namespace cairn::sandbox
