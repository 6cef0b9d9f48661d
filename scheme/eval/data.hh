// SPDX-License-Identifier: GPL-3.0-or-later
// Messages as Scheme data, and back: objects are alists with symbols as keys, arrays are lists,
// null is the symbol `null`.
#pragma once

#include "scheme/border/frames.hh"
#include "scheme/eval/guile.hh"

namespace cairn::eval {

SCM from_message(const Message& message);

// Throws when VALUE is no such data, or nests too deep.
Message to_message(SCM value);

}  // namespace cairn::eval
