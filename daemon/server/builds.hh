// SPDX-License-Identifier: GPL-3.0-or-later
// Building for a session, with its settings and those of this machine.
#pragma once

#include "core/schedule/builds.hh"
#include "daemon/protocol/values.hh"
#include "daemon/server/session.hh"

namespace cairn::server {

// As cairn::build(). Throws for a MODE that the client may not use.
std::vector<BuildResult> build_wanted(Session& session, const std::vector<WantedOutputs>& wanted,
                                      protocol::BuildMode mode, BuildSettings settings);

// Build the valid item ITEM again, which is damaged or gone, if it is known what made it. Warns
// when that fails; throws Cancelled as build() does.
void make_anew(Session& session, const StorePath& item);

}  // namespace cairn::server
