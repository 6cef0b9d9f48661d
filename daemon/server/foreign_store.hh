// SPDX-License-Identifier: GPL-3.0-or-later
// An engine that is to work on a store of another user's.
#pragma once

#include "core/base/error.hh"
#include "core/store/layout.hh"

namespace cairn::server {

// ERROR, and where it comes of the store being another user's, that first and what to do.
Error explained(Error error, const Layout& layout);

}  // namespace cairn::server
