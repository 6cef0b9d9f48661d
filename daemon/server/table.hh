// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of operations: from a number to what reads the request, does it and replies.
#pragma once

#include <cstdint>

namespace cairn::server {

class Session;

using Perform = void (*)(Session&);

// How the operation of number CODE is performed; null where there is none.
Perform operation_of(std::uint64_t code);

}  // namespace cairn::server
