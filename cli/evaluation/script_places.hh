// SPDX-License-Identifier: GPL-3.0-or-later
// From places in builder scripts, which no user has written, to places in the user's files.
#pragma once

#include "scheme/border/frames.hh"

#include <string>

namespace cairn {

// TEXT with each SCRIPT:LINE:COLUMN that POSITIONS knows turned into FILE:LINE:COLUMN. POSITIONS
// has rows of script line, script column, file, line, column by script, sorted; lines count from 1,
// columns from 0.
std::string with_script_places(std::string text, const Message& positions);

}  // namespace cairn
