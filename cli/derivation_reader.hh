// SPDX-License-Identifier: GPL-3.0-or-later
// Derivations, read from the files of the store or from elsewhere.
#pragma once

#include "cli/place.hh"
#include "core/derivation/derivation.hh"

#include <string>

namespace cairn {

// The derivation PATH of the store, read where it lies on this machine.
Derivation read_stored_derivation(const Place& place, const StorePath& path);

}  // namespace cairn
