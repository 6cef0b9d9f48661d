// SPDX-License-Identifier: GPL-3.0-or-later
// The database as a file: made, recognized, set up.
#pragma once

#include "core/store/statement.hh"

#include <string>

namespace cairn {

// The database in FOLDER, both made when absent. Throws with a hint when it is damaged or of a
// foreign schema.
DatabaseFile open_database(const std::string& folder);

}  // namespace cairn
