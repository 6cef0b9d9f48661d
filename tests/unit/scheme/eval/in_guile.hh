// SPDX-License-Identifier: GPL-3.0-or-later
// Guile for tests: work done where Scheme may be called, and what Scheme says of a text.
#pragma once

#include "scheme/eval/guile.hh"

#include <functional>
#include <string>

namespace cairn::eval::test {

// Do WORK in Guile, and let what it throws out again.
void in_guile(const std::function<void()>& work);

// The value of EXPRESSION, printed; for an exception "KEY: MESSAGE". In Guile only.
std::string value_of(const std::string& expression);

// The value of EXPRESSION, which raises nothing. In Guile only.
SCM evaluated(const std::string& expression);

}  // namespace cairn::eval::test
