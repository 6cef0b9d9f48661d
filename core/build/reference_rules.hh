// SPDX-License-Identifier: GPL-3.0-or-later
// What the outputs of a build may refer to. Each of these throws where they do otherwise, and names
// the outputs.
#pragma once

#include "core/build/outputs.hh"

namespace cairn {

// No two outputs of DERIVATION may reach each other: nothing could be copied or deleted before the
// other. An output may name itself.
void check_no_circle(const Derivation& derivation, const OutputCopies& copies);

}  // namespace cairn
