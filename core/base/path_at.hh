// SPDX-License-Identifier: GPL-3.0-or-later
// Names in open folders, for people.
#pragma once

#include <string>

namespace cairn {

// NAME in the open folder DIRECTORY as a path; NAME alone where the system does not tell. Leaves
// errno as it is.
std::string path_at(int directory, const std::string& name);

}  // namespace cairn
