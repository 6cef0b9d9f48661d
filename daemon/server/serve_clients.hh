// SPDX-License-Identifier: GPL-3.0-or-later
// The accepting process: clients come, sessions are started and end, until a signal asks it to end.
#pragma once

#include "core/store/layout.hh"
#include "daemon/server/listener.hh"
#include "daemon/server/settings.hh"

namespace cairn::server {

// Returns after SIGTERM, SIGINT or SIGHUP, when all sessions have ended.
// SETTINGS count until SIGHUP has them read again.
void serve_clients(Listener& listener, const Layout& layout, EngineSettings settings);

}  // namespace cairn::server
