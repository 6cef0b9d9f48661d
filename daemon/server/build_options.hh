// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of builds by their names: what a client may send, and what the machine's file says.
#pragma once

#include "core/build/settings.hh"

#include <string>
#include <string_view>
#include <vector>

namespace cairn::server {

constexpr unsigned most_jobs = 256;  // what one spawner can run

// Set NAME to VALUE, brought into its range; false where no setting of builds has that name. Throws
// for a value that cannot be meant.
bool set_build_option(BuildSettings& settings, std::string_view name, std::string_view value);

std::vector<std::string> build_option_names();

// "true" or "false"; throws for others.
bool truth_of(std::string_view value);

}  // namespace cairn::server
