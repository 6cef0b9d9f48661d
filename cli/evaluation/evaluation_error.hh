// SPDX-License-Identifier: GPL-3.0-or-later
// EvaluationError: what is wrong in a user's file, with its place.
#pragma once

#include "core/base/error.hh"
#include "scheme/border/frames.hh"

#include <map>
#include <string>

namespace cairn {

// What was evaluated, by what errors call it.
using EvaluatedTexts = std::map<std::string, std::string>;

// An Error that says FILE:LINE:COLUMN, and shows that line if it is one of TEXTS. DESCRIBED comes
// from the evaluator: message, file, line, column, hint. No file is opened because it names one.
Error evaluation_error(const Message& described, const EvaluatedTexts& texts);

// "FILE:LINE:COLUMN" of {file, line, column}; empty where that is not given.
std::string place_text(const Message& place);

}  // namespace cairn
