// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of an engine for reasons that lie beside what was asked of it: whose the store is, and
// whether there is room.
#pragma once

#include "core/base/error.hh"
#include "core/store/layout.hh"

namespace cairn::server {

enum class Tried { service, rebuilding };

// ERROR, and where it comes of the store being another user's, that first and what to do for what
// was TRIED; where it comes of a full disk, what makes room.
Error explained(Error error, const Layout& layout, Tried tried);

}  // namespace cairn::server
