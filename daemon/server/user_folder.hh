// SPDX-License-Identifier: GPL-3.0-or-later
// Where nix-env keeps an ordinary user's profiles: only root can make it.
#pragma once

#include "core/store/layout.hh"
#include "daemon/server/peer.hh"

namespace cairn::server {

// Make STATE/profiles/per-user/NAME for the user who is PEER, unless they have it, or that is not
// root's to do. That it cannot be made is told, and is no reason to serve them nothing.
void make_user_folder(const Layout& layout, const Peer& peer);

}  // namespace cairn::server
