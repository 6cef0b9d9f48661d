// SPDX-License-Identifier: GPL-3.0-or-later
// Opening an engine.
#include "cli/open_engine.hh"

namespace cairn {

std::string command_for(const PlaceWishes& wishes) {
  return wishes.root ? fmt::format("cairn --root {}", *wishes.root) : "cairn";
}

OpenEngine::OpenEngine(const PlaceWishes& wishes)
    : OpenEngine(wishes, ProgressStyle::Amount::usual, false) {}

OpenEngine::OpenEngine(const PlaceWishes& wishes, ProgressStyle::Amount amount, bool is_live,
                       ProgressStyle::Rewrite rewrite)
    : place(place_of(wishes)),
      display({amount, is_live, place.store, command_for(wishes), std::move(rewrite)}),
      events(display),
      engine(connect_to_engine({place.root, place.store, place.state, {}}, events)) {}

}  // namespace cairn
