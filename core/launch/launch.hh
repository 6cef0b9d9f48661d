// SPDX-License-Identifier: GPL-3.0-or-later
// A launcher runs a program of a pack that was unpacked anywhere: the pack's store is put where the
// program looks for it, for this process alone.
#pragma once

#include <string>

namespace cairn::launch {

struct Launch {
  std::string pack;     // the folder that the pack was unpacked to
  std::string store;    // where the programs look for the store
  std::string program;  // a path in it
  bool operator==(const Launch&) const = default;
};

// What the launcher whose own path is PATH, absolute and without links, is for. Throws when no
// folder above it is a pack that knows it, and when that pack is of somebody else than the
// launcher: a folder that others can write to may lie on the way.
Launch launch_of(const std::string& path);

// See the store of LAUNCH in its place. Needs root, or user namespaces: throws saying so.
void enter(const Launch& launch);

}  // namespace cairn::launch
