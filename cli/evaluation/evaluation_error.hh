// SPDX-License-Identifier: GPL-3.0-or-later
// EvaluationError: what is wrong in a user's file, with its place.
#pragma once

#include "core/base/error.hh"
#include "scheme/border/frames.hh"

#include <string>

namespace cairn {

// An Error that says FILE:LINE:COLUMN, and shows that line where the file can be read. DESCRIBED
// comes from the evaluator: message, file, line, column, hint.
Error evaluation_error(const Message& described);

// "FILE:LINE:COLUMN" of {file, line, column}; empty where that is not given.
std::string place_text(const Message& place);

}  // namespace cairn
