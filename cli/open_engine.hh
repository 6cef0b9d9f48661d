// SPDX-License-Identifier: GPL-3.0-or-later
// The engine of a place, for verbs that need one.
#pragma once

#include "cli/event_tap.hh"
#include "cli/place.hh"
#include "cli/progress_display.hh"
#include "daemon/client/engine.hh"

namespace cairn {

// How a command to copy begins: "cairn", with the root where the user named one.
std::string command_for(const PlaceWishes& wishes);

// An open engine and where its events go.
struct OpenEngine {
  explicit OpenEngine(const PlaceWishes& wishes);
  // REWRITE changes what builders say before it is shown.
  OpenEngine(const PlaceWishes& wishes, ProgressStyle::Amount amount, bool is_live,
             ProgressStyle::Rewrite rewrite = {});

  Place place;
  ProgressDisplay display;
  EventTap events;
  Engine engine;
};

}  // namespace cairn
